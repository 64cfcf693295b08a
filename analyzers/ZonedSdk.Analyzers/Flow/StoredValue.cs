namespace ZonedSdk.Analyzers.Flow;

/// <summary>What this body last stored into a member that can change. Two places with one member may be one place, so the last store is all that is known.</summary>
/// <param name="Owner">The object whose member it is.</param>
/// <param name="Value">What it contains since.</param>
internal sealed record StoredValue(AccessPath Owner, AccessPath Value);
