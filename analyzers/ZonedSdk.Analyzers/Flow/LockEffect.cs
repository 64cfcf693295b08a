namespace ZonedSdk.Analyzers.Flow;

/// <summary>One acquire or release.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Gate">To which gate.</param>
/// <param name="Site">The acquiring site; for a release, the site of the guard that is disposed.</param>
internal sealed record LockEffect(LockEffectKind Kind, GateKey Gate, AcquireSite Site);
