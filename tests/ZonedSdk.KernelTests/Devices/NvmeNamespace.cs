using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.Devices;

/// <summary>
/// A namespace of a ZNS drive that QEMU emulates: lab/drives.sh. The drives are there from the start; who takes one gets it empty and leaves it empty.
/// </summary>
internal sealed class NvmeNamespace : BlockDevice
{
    /// <summary>In each zone of <see cref="Faulty"/> the first write that covers the byte at this offset fails, and no later one.</summary>
    public const int FaultOffsetBytes = 128 * 1024;

    private static readonly (string Serial, int NamespaceId)[] s_all = [("zns", 1), ("zns", 2), ("faulty", 1), ("small", 1), ("small", 2)];

    private static int s_faultyZones;

    private NvmeNamespace(string serial, int namespaceId)
    {
        Name = Find(serial, namespaceId) ?? throw new LabException($"The guest has no NVMe namespace {namespaceId} on a drive with the serial number {serial}.");
        ResetAll();
    }

    public override string Name { get; }

    /// <summary>The character node for commands past the block layer, such as <c>/dev/ng0n1</c>.</summary>
    public string CharacterNodePath => $"/dev/ng{Name["nvme".Length..]}";

    /// <summary>64 zones of 16 MiB with a capacity of 12 MiB, 4 open and 6 active, blocks of 4,096 bytes.</summary>
    public static NvmeNamespace Limited() => new("zns", 1);

    /// <summary>32 zones of 4 MiB, written to their ends, without limits, with blocks of 512 bytes and descriptor extensions of 64 bytes.</summary>
    public static NvmeNamespace Unlimited() => new("zns", 2);

    /// <summary>As <see cref="Limited"/>, over a medium with faults, of which the drive's own bookkeeping takes no notice: its write pointer moves although the write failed.</summary>
    public static NvmeNamespace Faulty() => new("faulty", 1);

    /// <summary>300 zones of 1 MiB with a capacity of 768 KiB, without limits of zones; its drive takes 128 KiB in a transfer, and 64 KiB in an append.</summary>
    public static NvmeNamespace Small() => new("small", 1);

    /// <summary>16 zones of 1 MiB with a capacity of 768 KiB, 4 open and 6 active; the same drive.</summary>
    public static NvmeNamespace Tight() => new("small", 2);

    /// <summary>A zone of <see cref="Faulty"/> whose fault nobody has met yet.</summary>
    public static int TakeFaultyZone() => Interlocked.Increment(ref s_faultyZones) is var zone and < 64
        ? zone
        : throw new LabException("The tests have taken all 63 zones of the faulty drive: give it more in lab/drives.sh.");

    /// <summary>Takes the drive off the bus with all of its namespaces, whoever uses them. <see cref="PlugIn"/> brings it back.</summary>
    public void Unplug() => KernelFile.Write($"/sys/class/block/{Name}/device/device/remove", "1");

    /// <summary>Brings drives back that were unplugged, and waits until their namespaces are there. Their names may be other ones.</summary>
    public static void PlugIn()
    {
        KernelFile.Write("/sys/bus/pci/rescan", "1");
        foreach ((string serial, int namespaceId) in s_all)
        {
            KernelFile.WaitFor(() => Find(serial, namespaceId), $"Namespace {namespaceId} of the drive {serial}");
        }
    }

    public override void Dispose()
    {
        // A drive that was unplugged is made empty by the next one who takes it.
        if (File.Exists(NodePath))
        {
            ResetAll();
        }
    }

    private static string? Find(string serial, int namespaceId) => Directory.EnumerateDirectories("/sys/class/nvme")
        .Where(controller => KernelFile.Read($"{controller}/serial") == serial)
        .SelectMany(controller => Directory.EnumerateDirectories(controller, "nvme*n*"))
        .Where(found => File.Exists($"{found}/nsid") && KernelFile.Read($"{found}/nsid") == $"{namespaceId}")
        .Select(found => Path.GetFileName(found)!)
        .FirstOrDefault(name => File.Exists($"/dev/{name}"));

    private void ResetAll() => Command.Run("blkzone", "reset", NodePath);
}
