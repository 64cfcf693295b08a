using ZonedSdk.Interop;
using static ZonedSdk.ByteUnits;

namespace ZonedSdk.Backends.LinuxBlock;

/// <summary>What the kernel says of a block device in sysfs (Documentation/ABI/stable/sysfs-block). Sizes are in bytes here, whatever the kernel counts in.</summary>
internal sealed record BlockDeviceQueue
{
    private const int Sector = 512;

    // The kernel splits what is longer, so more would only make longer copies.
    private const long MostTransferBytes = MiB;

    /// <summary>The kernel's name: <c>sdb</c>, <c>nvme0n1</c>.</summary>
    public required string KernelName { get; init; }

    /// <summary>What tells this device from all others, as far as the kernel knows.</summary>
    public required string Identity { get; init; }

    /// <summary><c>host-managed</c>, <c>host-aware</c> or <c>none</c>.</summary>
    public required string Model { get; init; }

    public long SizeBytes { get; init; }

    public long ZoneSizeBytes { get; init; }

    public int LogicalBlockSizeBytes { get; init; }

    /// <summary>What a write to a sequential zone is a multiple of.</summary>
    public int WriteGranularityBytes { get; init; }

    public int MaxTransferBytes { get; init; }

    /// <summary>0 = no limit.</summary>
    public int MaxOpenZones { get; init; }

    /// <summary>0 = no limit.</summary>
    public int MaxActiveZones { get; init; }

    /// <summary>Whose transition rules the device follows: null_blk and zloop refuse what a ZNS namespace refuses.</summary>
    public ZoneFlavour Flavour { get; init; }

    public bool IsZoned => Model is "host-managed" or "host-aware";

    /// <summary>Reads what sysfs has of a device; null where that is a part of one, or unknown.</summary>
    /// <param name="sysfs">Where sysfs is mounted.</param>
    /// <param name="device">The device.</param>
    public static BlockDeviceQueue? TryRead(string sysfs, DeviceNumber device)
    {
        string folder = Path.Combine(sysfs, "dev", "block", device.ToString());
        if (KernelText.Value(folder, "queue/zoned") is not { } model)
        {
            return null;
        }

        string name = KernelNameOf(folder);
        int logical = (int)(KernelText.Number(folder, "queue/logical_block_size") ?? Sector);
        long granularity = KernelText.Number(folder, "queue/zone_write_granularity") is > 0 and var known ? known : KernelText.Number(folder, "queue/physical_block_size") ?? logical;
        long transfer = (KernelText.Number(folder, "queue/max_sectors_kb") ?? (MostTransferBytes / KiB)) * KiB;
        int block = (int)Math.Max(logical, granularity);
        return new BlockDeviceQueue
        {
            KernelName = name,
            Identity = IdentityOf(folder, name),
            Model = model,
            SizeBytes = (KernelText.Number(folder, "size") ?? 0) * Sector,
            ZoneSizeBytes = (KernelText.Number(folder, "queue/chunk_sectors") ?? 0) * Sector,
            LogicalBlockSizeBytes = logical,
            WriteGranularityBytes = block,
            MaxTransferBytes = (int)Math.Max(block, Math.Min(transfer, MostTransferBytes) / block * block),
            MaxOpenZones = (int)(KernelText.Number(folder, "queue/max_open_zones") ?? 0),
            MaxActiveZones = (int)(KernelText.Number(folder, "queue/max_active_zones") ?? 0),
            Flavour = FlavourOf(folder, name),
        };
    }

    /// <summary>Whether the kernel still has the device: one that was pulled goes from sysfs at once, whoever holds it open.</summary>
    public static bool IsAttached(string sysfs, DeviceNumber device) => KernelText.Value(Path.Combine(sysfs, "dev", "block", device.ToString()), "queue/zoned") is not null;

    /// <summary>Devices that stand on this one: device-mapper, RAID.</summary>
    public static IEnumerable<string> HoldersOf(string sysfs, DeviceNumber device) => Entries(Path.Combine(sysfs, "dev", "block", device.ToString(), "holders"));

    /// <summary>What tells a device from all others. Without a number of its own it is known by its name for as long as it is attached: diskseq is never given twice.</summary>
    /// <param name="folder">The device's folder in sysfs.</param>
    /// <param name="name">The kernel's name.</param>
    public static string IdentityOf(string folder, string name)
    {
        foreach (string file in (ReadOnlySpan<string>)["wwid", "device/wwid", "dm/uuid", "uuid", "device/serial", "serial"])
        {
            if (KernelText.Value(folder, file) is { Length: > 0 } identity)
            {
                return identity;
            }
        }

        return KernelText.Value(folder, "diskseq") is { Length: > 0 } attached ? $"{name} as disk {attached} since the machine started" : name;
    }

    // A device above others does as the first of them does.
    private static ZoneFlavour FlavourOf(string folder, string name)
    {
        string lowest = Entries(Path.Combine(folder, "slaves")).FirstOrDefault() ?? name;
        return lowest.StartsWith("sd", StringComparison.Ordinal) || lowest.StartsWith("dm-", StringComparison.Ordinal) ? ZoneFlavour.Zbc : ZoneFlavour.Zns;
    }

    private static string KernelNameOf(string folder)
    {
        const string Key = "DEVNAME=";
        string? line = KernelText.Value(folder, "uevent")?.Split('\n').FirstOrDefault(l => l.StartsWith(Key, StringComparison.Ordinal));
        return line?[Key.Length..] ?? Path.GetFileName(folder);
    }

    private static string[] Entries(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder).Select(static entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
