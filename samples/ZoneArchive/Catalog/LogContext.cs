namespace ZoneArchive;

/// <summary>What everything that writes the log has in common.</summary>
/// <param name="Volume">The zones.</param>
/// <param name="Superblock">What the volume is.</param>
/// <param name="Starter">Starts zones.</param>
/// <param name="Statistics">Counts failures.</param>
internal sealed record LogContext(ArchiveVolume Volume, Superblock Superblock, ZoneStarter Starter, ArchiveStatistics Statistics);
