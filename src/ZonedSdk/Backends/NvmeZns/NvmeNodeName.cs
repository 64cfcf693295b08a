using System.Globalization;
using System.Text.RegularExpressions;
using ZonedSdk.Interop;

namespace ZonedSdk.Backends.NvmeZns;

/// <summary>Which namespace a node stands for, as the kernel names it: <c>ng0n1</c> is the character device of what <c>nvme0n1</c> is the block device of.</summary>
/// <param name="Entry">Where sysfs has the node.</param>
/// <param name="Numbers">What the two names have in common: <c>0n1</c>.</param>
internal sealed partial record NvmeNodeName(string Entry, string Numbers)
{
    /// <summary>The kernel's name of the block device.</summary>
    public string BlockName => $"nvme{Numbers}";

    /// <summary>The path under which udev has the block device.</summary>
    public string BlockPath => $"/dev/{BlockName}";

    /// <summary>Where sysfs has the block device.</summary>
    public string BlockEntry(string sysfs) => Path.Combine(sysfs, "class", "block", BlockName);

    /// <summary>Asks sysfs for the name of a node.</summary>
    /// <param name="sysfs">Where sysfs is mounted.</param>
    /// <param name="kind">What stands at the path.</param>
    /// <param name="number">Which device it stands for.</param>
    /// <param name="defect">What it is instead; null where it is a namespace.</param>
    public static NvmeNodeName? TryRead(string sysfs, FileKind kind, DeviceNumber number, out string? defect)
    {
        string entry = Path.Combine(sysfs, "dev", kind == FileKind.BlockDevice ? "block" : "char", number.ToString());
        string? name = NameOf(entry);
        string what = kind == FileKind.BlockDevice ? "block" : "character";
        Match parts = name is null ? Match.Empty : (kind == FileKind.BlockDevice ? BlockDevice() : CharacterDevice()).Match(name);
        defect = parts.Success ? null
            : name is null ? $"is a {what} device of which {entry} says nothing: it is gone, or sysfs is not mounted there"
            : Controller().IsMatch(name) ? $"is an NVMe controller. Open one of its namespaces: /dev/ng{name["nvme".Length..]}n1"
            : $"is a {what} device ({name}) and no NVMe namespace";
        return parts.Success ? new NvmeNodeName(entry, parts.Groups[1].Value) : null;
    }

    /// <summary>The number of the block device; null where it has no node, as one whose zones Linux cannot drive.</summary>
    public DeviceNumber? BlockNumber(string sysfs)
    {
        string[] parts = KernelText.Value(BlockEntry(sysfs), "dev")?.Split(':') ?? [];
        return parts.Length == 2 && uint.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out uint major) && uint.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out uint minor)
            ? new DeviceNumber(major, minor)
            : null;
    }

    private static string? NameOf(string entry)
    {
        try
        {
            return Directory.ResolveLinkTarget(entry, returnFinalTarget: false)?.Name;
        }
        catch (IOException)
        {
            return null;
        }
    }

    [GeneratedRegex("^ng([0-9]+n[0-9]+)$")]
    private static partial Regex CharacterDevice();

    [GeneratedRegex("^nvme([0-9]+n[0-9]+)$")]
    private static partial Regex BlockDevice();

    [GeneratedRegex("^nvme[0-9]+$")]
    private static partial Regex Controller();
}
