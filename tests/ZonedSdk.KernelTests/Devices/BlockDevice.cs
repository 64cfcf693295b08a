using System.Globalization;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.Devices;

/// <summary>A block device of the guest. Who made it disposes it, and then it is gone.</summary>
internal abstract class BlockDevice : IDisposable
{
    /// <summary>The kernel's name, such as <c>nullb0</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The node, such as <c>/dev/nullb0</c>.</summary>
    public string NodePath => $"/dev/{Name}";

    /// <summary>The device's size.</summary>
    public long SizeBytes => long.Parse(KernelFile.Read($"/sys/class/block/{Name}/size"), CultureInfo.InvariantCulture) * 512;

    /// <summary>From a zone's start to the next one's.</summary>
    public long ZoneLengthBytes => ReadQueueNumber("chunk_sectors") * 512;

    /// <summary>A number of the request queue, such as <c>max_open_zones</c>.</summary>
    public long ReadQueueNumber(string attribute) => long.Parse(ReadQueue(attribute), CultureInfo.InvariantCulture);

    /// <summary>An attribute of the request queue.</summary>
    public string ReadQueue(string attribute) => KernelFile.Read($"/sys/class/block/{Name}/queue/{attribute}");

    /// <summary>Changes an attribute of the request queue, such as <c>scheduler</c> to <c>mq-deadline</c> or <c>none</c>.</summary>
    public void WriteQueue(string attribute, string value) => KernelFile.Write($"/sys/class/block/{Name}/queue/{attribute}", value);

    /// <summary>Where a zone starts, in bytes.</summary>
    public long StartOf(int zone) => zone * ZoneLengthBytes;

    /// <summary>One zone, from the kernel.</summary>
    public ReportedZone Report(int zone) => BlkZone.Report(NodePath, StartOf(zone));

    /// <summary>All zones, from the kernel.</summary>
    public IReadOnlyList<ReportedZone> Report() => BlkZone.Report(NodePath);

    /// <summary>One direct write at an offset in a zone; null where it succeeded, else the kernel's word for the errno.</summary>
    public string? Write(int zone, long offsetBytes, int lengthBytes) => Dd.Write(NodePath, StartOf(zone) + offsetBytes, lengthBytes);

    /// <summary>Runs reset, open, close or finish on one zone; null where it succeeded, else the tool's words.</summary>
    public string? Manage(string action, int zone)
    {
        CommandResult result = BlkZone.Manage(NodePath, action, StartOf(zone));
        return result.Succeeded ? null : result.Errors.Trim();
    }

    public abstract void Dispose();
}
