namespace ZonedSdk.Analyzers.Flow;

/// <summary>A gate in one mode. An upgraded reader-writer lock is held under two keys.</summary>
internal sealed record GateKey(AccessPath Path, LockMode Mode);
