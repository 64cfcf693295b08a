using ZonedSdk.Interop;

namespace ZonedSdk.Backends.ZoneFs;

/// <summary>What a mount says in <c>/sys/fs/zonefs/&lt;device&gt;</c> of the sequential files that are open for writing (Documentation/filesystems/zonefs.rst; Linux 6.0 and later).</summary>
/// <param name="MaxWriteOpen">Most files that can be open for writing; 0 = no limit. Enforced with the mount option <c>explicit-open</c>.</param>
/// <param name="WriteOpen">So many are.</param>
internal sealed record ZoneFsUsage(int MaxWriteOpen, int WriteOpen)
{
    /// <summary>Reads what the kernel says; null where it says nothing.</summary>
    /// <param name="sysfs">Where sysfs is mounted.</param>
    /// <param name="device">The device's name, such as <c>sdb</c>.</param>
    public static ZoneFsUsage? TryRead(string sysfs, string device)
    {
        string folder = Path.Combine(sysfs, "fs", "zonefs", device);
        return KernelText.Number(folder, "max_wro_seq_files") is { } maxWriteOpen
            ? new ZoneFsUsage((int)maxWriteOpen, (int)(KernelText.Number(folder, "nr_wro_seq_files") ?? 0))
            : null;
    }

    /// <summary>How many zones are left to open, where others hold some: at least one, for they may give them back. 0 = no limit.</summary>
    public int LeftToOpen => MaxWriteOpen == 0 ? 0 : Math.Max(1, MaxWriteOpen - WriteOpen);
}
