using ZonedSdk;

namespace ZoneArchive;

/// <summary>What everything that writes the log has in common.</summary>
/// <param name="Device">The device.</param>
/// <param name="Superblock">The volume.</param>
/// <param name="Starter">Starts zones.</param>
/// <param name="Statistics">Counts failures.</param>
internal sealed record LogContext(ZonedDevice Device, Superblock Superblock, ZoneStarter Starter, ArchiveStatistics Statistics);
