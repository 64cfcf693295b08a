using System.Runtime.Versioning;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;

namespace ZonedSdk.Backends.LinuxBlock;

/// <summary>The rings of a block device, and the descriptor by which their entries name the device; or why there is none.</summary>
/// <remarks>
/// That descriptor claims nothing. The worker of the kernel's that has executed an entry may have its file for a moment after the entry's end was told: who opens the device again as soon as this drive has ended would find it claimed.
/// So the claim is on another one, which no entry names.
/// </remarks>
/// <param name="Opened">The rings, one at least.</param>
/// <param name="Device">The descriptor.</param>
[SupportedOSPlatform("linux")]
internal sealed record BlockRings(OpenedRings Opened, FileDescriptor Device)
{
    /// <summary>Makes rings where they are welcome, and tries each.</summary>
    /// <param name="path">The device's path, for messages.</param>
    /// <param name="claimed">The device, as it was opened.</param>
    /// <param name="queue">What the kernel says of it.</param>
    /// <param name="options">How the drive is opened.</param>
    /// <param name="finding">Why there is no ring, or fewer, although they were welcome.</param>
    /// <returns>The rings; null where transfers are calls on threads.</returns>
    /// <exception cref="DeviceOpenException">Rings were demanded, and one of them is not to be had.</exception>
    public static BlockRings? Open(string path, FileDescriptor claimed, BlockDeviceQueue queue, LinuxBlockOptions options, out BackendFinding? finding)
    {
        finding = null;
        if (options.Engine == TransferEngine.Threads)
        {
            return null;
        }

        OpenedRings opened = TryOpen(claimed, path, queue, options, out FileDescriptor? device);
        if (opened.Refusal is { } refusal && options.Engine == TransferEngine.Ring)
        {
            opened.Stop();
            device?.Dispose();
            throw new DeviceOpenException(path, refusal.Errno, $"{path} cannot be read and written by {RingFindings.Missing(opened, options.RingCount)}. Open it with {nameof(LinuxBlockOptions)}.{nameof(LinuxBlockOptions.Engine)} set to {nameof(TransferEngine.Auto)}, which uses {RingFindings.Instead(opened, "threads")} then.");
        }

        if (opened.Rings.Count > 0)
        {
            finding = RingFindings.Fewer(path, opened, options.RingCount, options.QueueDepth);
            return new BlockRings(opened, device!);
        }

        device?.Dispose();
        finding = new BackendFinding(BackendFindingSeverity.Notice, RingFindings.NoRing, $"{path} is read and written by threads, not by a ring: {opened.Refusal!.Why}.");
        return null;
    }

    /// <summary>Ends them without waiting; nothing was ever given to them.</summary>
    public void Abandon()
    {
        Opened.Stop();
        Device.Dispose();
    }

    private static OpenedRings TryOpen(FileDescriptor claimed, string path, BlockDeviceQueue queue, LinuxBlockOptions options, out FileDescriptor? device)
    {
        // By way of the open descriptor, never by path again: the path may name another device by now.
        int errno = Libc.Open($"/proc/self/fd/{claimed.Number}", (options.IsReadOnly ? Libc.ReadOnly : Libc.ReadWrite) | Libc.Direct, out device);
        if (device is not { } named)
        {
            return OpenedRings.None(new RingRefusal(errno, $"the device could not be opened for it once more, by /proc/self/fd: {Errno.Describe(errno)}"));
        }

        // That the kernel has one does not say that this process may use it for this device. Only a transfer tells: here a read behind the device's end, which brings nothing whatever its zones are.
        RingOptions all = new() { Name = path, Depth = options.QueueDepth, Opcodes = [RingOpcode.Write, RingOpcode.WriteVector], Device = named };
        return OpenedRings.Open(all, options.RingCount, () => new ReadTrial(named, queue.SizeBytes, queue.LogicalBlockSizeBytes), "a read by one failed");
    }
}
