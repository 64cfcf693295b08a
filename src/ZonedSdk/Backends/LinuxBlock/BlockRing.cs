using System.Runtime.Versioning;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;

namespace ZonedSdk.Backends.LinuxBlock;

/// <summary>A ring for a block device, and the descriptor by which its entries name the device; or why there is none.</summary>
/// <remarks>
/// That descriptor claims nothing. The worker of the kernel's that has executed an entry may have its file for a moment after the entry's end was told: who opens the device again as soon as this drive has ended would find it claimed.
/// So the claim is on another one, which no entry names.
/// </remarks>
/// <param name="Ring">The ring.</param>
/// <param name="Device">The descriptor.</param>
[SupportedOSPlatform("linux")]
internal sealed record BlockRing(IoRing Ring, FileDescriptor Device)
{
    /// <summary>Makes a ring where one is welcome, and tries it.</summary>
    /// <param name="path">The device's path, for messages.</param>
    /// <param name="claimed">The device, as it was opened.</param>
    /// <param name="queue">What the kernel says of it.</param>
    /// <param name="options">How the drive is opened.</param>
    /// <param name="finding">Why there is no ring, although one was welcome.</param>
    /// <returns>The ring; null where transfers are calls on threads.</returns>
    /// <exception cref="DeviceOpenException">A ring was asked for, and there is none.</exception>
    public static BlockRing? Open(string path, FileDescriptor claimed, BlockDeviceQueue queue, LinuxBlockOptions options, out BackendFinding? finding)
    {
        finding = null;
        if (options.Engine == TransferEngine.Threads)
        {
            return null;
        }

        BlockRing? ring = TryOpen(path, claimed, queue, options, out RingRefusal? refusal);
        if (ring is not null)
        {
            return ring;
        }

        if (options.Engine == TransferEngine.Ring)
        {
            throw new DeviceOpenException(path, refusal!.Errno, $"{path} cannot be read and written by a ring: {refusal.Why}. Open it with {nameof(LinuxBlockOptions)}.{nameof(LinuxBlockOptions.Engine)} set to {nameof(TransferEngine.Auto)}, which uses threads then.");
        }

        finding = new BackendFinding(BackendFindingSeverity.Notice, "no-ring", $"{path} is read and written by threads, not by a ring: {refusal!.Why}.");
        return null;
    }

    /// <summary>Ends it without waiting; nothing was ever given to it.</summary>
    public void Abandon()
    {
        Ring.Stop();
        Device.Dispose();
    }

    private static BlockRing? TryOpen(string path, FileDescriptor claimed, BlockDeviceQueue queue, LinuxBlockOptions options, out RingRefusal? refusal)
    {
        // By way of the open descriptor, never by path again: the path may name another device by now.
        int errno = Libc.Open($"/proc/self/fd/{claimed.Number}", (options.IsReadOnly ? Libc.ReadOnly : Libc.ReadWrite) | Libc.Direct, out FileDescriptor? device);
        if (device is null)
        {
            refusal = new RingRefusal(errno, $"the device could not be opened for it once more, by /proc/self/fd: {Errno.Describe(errno)}");
            return null;
        }

        IoRing? ring = TryStart(path, device, queue, options.QueueDepth, out refusal);
        if (ring is null)
        {
            device.Dispose();
            return null;
        }

        return new BlockRing(ring, device);
    }

    private static IoRing? TryStart(string path, FileDescriptor device, BlockDeviceQueue queue, int depth, out RingRefusal? refusal)
    {
        RingOptions options = new() { Name = path, Depth = depth, Opcodes = [RingOpcode.Write, RingOpcode.WriteVector], Device = device };
        IoRing? ring = IoRing.TryCreate(options, out refusal);
        if (ring is null)
        {
            return null;
        }

        // The kernel has one. Whether this process may use it for this device, only a transfer tells: here a read behind the device's end, which brings nothing whatever its zones are.
        using ReadTrial trial = new(device, queue.SizeBytes, queue.LogicalBlockSizeBytes);
        int result = trial.Run(ring);
        if (result >= 0)
        {
            return ring;
        }

        ring.Stop();
        refusal = new RingRefusal(-result, $"a read by one failed: {Errno.Describe(-result)}");
        return null;
    }
}
