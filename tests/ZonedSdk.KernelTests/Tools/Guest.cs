namespace ZonedSdk.KernelTests.Tools;

/// <summary>The machine that the tests run in.</summary>
internal static class Guest
{
    /// <summary>Whether this is the lab's guest. Anywhere else the tests would change the devices of a machine that is in use.</summary>
    public static bool IsHere { get; } = File.ReadAllText("/proc/cmdline").Contains("rdinit=/init", StringComparison.Ordinal) && File.Exists("/out/command");

    /// <summary>The kernel's version, such as 6.12.</summary>
    public static Version Kernel { get; } = new(Environment.OSVersion.Version.Major, Environment.OSVersion.Version.Minor);

    /// <summary>
    /// Whether the kernel keeps a write pointer of its own for each zone, and refuses every write to a zone in which one failed, until it is reported or reset.
    /// So it is since write plugging took the place of zone locks (6.10).
    /// </summary>
    public static bool PlugsZoneWrites => Kernel >= new Version(6, 10);

    /// <summary>Whether the kernel tells what it keeps of zones (BLKREPORTZONEV2). So it is since 6.19.</summary>
    public static bool CachesZoneReports => Kernel >= new Version(6, 19);
}
