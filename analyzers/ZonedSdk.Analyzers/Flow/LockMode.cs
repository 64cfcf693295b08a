namespace ZonedSdk.Analyzers.Flow;

/// <summary>How a gate is held. Only reader-writer locks know more than <see cref="Exclusive"/>.</summary>
internal enum LockMode
{
    Read,
    Upgradeable,
    Exclusive,
}
