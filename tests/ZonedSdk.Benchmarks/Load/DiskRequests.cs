using System.Globalization;

namespace ZonedSdk.Benchmarks.Load;

/// <summary>Writes that the machine's disks have been asked for: fewer than were submitted where the kernel made one of several neighbours.</summary>
internal static class DiskRequests
{
    private const string Disks = "/sys/block";
    private const int WritesCompleted = 4;

    /// <summary>All writes until now, of all programs (Documentation/block/stat.rst); 0 where the system does not say.</summary>
    public static long Written() => Directory.Exists(Disks)
        ? Directory.GetDirectories(Disks).Where(static disk => Directory.Exists(Path.Combine(disk, "device"))).Sum(WrittenBy)
        : 0;

    private static long WrittenBy(string disk) =>
        long.Parse(File.ReadAllText(Path.Combine(disk, "stat")).Split(' ', StringSplitOptions.RemoveEmptyEntries)[WritesCompleted], CultureInfo.InvariantCulture);
}
