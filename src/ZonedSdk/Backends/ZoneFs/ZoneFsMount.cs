using System.Runtime.Versioning;
using ZonedSdk.Backends.LinuxBlock;
using ZonedSdk.Interop;

namespace ZonedSdk.Backends.ZoneFs;

/// <summary>A mount of zonefs that was opened: its root, the device below it, and the file of each zone.</summary>
/// <param name="Root">The mount's root. As long as it is open the mount cannot be taken away, and every file is found from it, whatever is mounted over its path meanwhile.</param>
/// <param name="Entry">What the kernel says of the mount.</param>
/// <param name="Device">The device's number.</param>
/// <param name="Queue">What the kernel says of the device.</param>
/// <param name="Usage">What the mount says of its files; null where the kernel says nothing.</param>
/// <param name="Files">The file of each zone.</param>
[SupportedOSPlatform("linux")]
internal sealed record ZoneFsMount(FileDescriptor Root, MountEntry Entry, DeviceNumber Device, BlockDeviceQueue Queue, ZoneFsUsage? Usage, ZoneFile[] Files)
{
    /// <summary>The mount's zones: those of the device without the first, which holds the superblock.</summary>
    public Geometry Geometry => new(Queue.WriteGranularityBytes, Queue.ZoneSizeBytes, Queue.SizeBytes - Queue.ZoneSizeBytes);

    /// <summary>How many zones can be open at once; 0 = no limit.</summary>
    public int MaxOpenZones => Usage?.LeftToOpen ?? Queue.MaxOpenZones;

    /// <summary>How many zones can be partly written at once; 0 = no limit.</summary>
    /// <remarks>
    /// Without <c>explicit-open</c>, which Linux does not show, a zone can be closed by nobody but the device, and none has to do so as long as it may refuse instead. Where it
    /// limits active zones, as ZNS does, as many are used as can be open all at once. ZBC has no such limit, and has the disk close zones by itself.
    /// </remarks>
    public int MaxActiveZones => MaxOpenZones > 0 && Queue.MaxActiveZones > 0 ? Math.Min(MaxOpenZones, Queue.MaxActiveZones) : Queue.MaxActiveZones;

    /// <summary>What the mount's options mean for whoever writes, and who else has files open.</summary>
    public IReadOnlyList<BackendFinding> Findings()
    {
        List<BackendFinding> findings = [new(BackendFindingSeverity.Notice, "error-policy", $"After a failed write {AfterError(Entry.ValueOf("errors"))}.")];
        if (Usage is { WriteOpen: > 0 } usage)
        {
            string left = usage.MaxWriteOpen == 0 ? "" : $" Of {usage.MaxWriteOpen} zones that can be open, {usage.LeftToOpen} are used.";
            findings.Add(new(BackendFindingSeverity.Warning, "foreign-writers", $"{usage.WriteOpen} files of {Entry.MountPoint} are open for writing elsewhere.{left} Close them there: a zone has one writer."));
        }

        return findings;
    }

    private static string AfterError(string? policy) => policy switch
    {
        "zone-ro" => "the kernel takes no more writes of that zone until the file system is mounted again (errors=zone-ro)",
        "zone-offline" => "the kernel lets nobody read or write that zone until the file system is mounted again (errors=zone-offline)",
        "repair" => "the kernel corrects the file's length, and writing goes on from there (errors=repair)",
        "remount-ro" or null => "the kernel takes no more writes of any zone until the file system is remounted: mount -o remount,rw (errors=remount-ro)",
        _ => $"the kernel does what errors={policy} means, which this version does not know",
    };
}
