using System.Runtime.InteropServices;

namespace ZonedSdk.Interop.Uring;

/// <content>What the kernel holds for the ring between operations.</content>
internal sealed unsafe partial class RingQueues
{
    /// <summary>Has the kernel hold files, which entries name by their index from then on (<see cref="EntryFlags.RegisteredFile"/>). Before the ring is enabled, or on its thread.</summary>
    /// <param name="files">Their numbers in the process.</param>
    /// <param name="tags">By which the kernel tells that it holds one no more, where it does tell.</param>
    /// <returns>0, or an error number: nothing is held.</returns>
    public int RegisterFiles(ReadOnlySpan<int> files, ReadOnlySpan<ulong> tags)
    {
        // Before 5.13 the kernel knows no tags, and takes a call that it does not know for one that has to wait for all operations.
        if (!Features.HasFlag(RingFeatures.Tags))
        {
            return Errno.Invalid;
        }

        fixed (int* numbers = files)
        fixed (ulong* values = tags)
        {
            Registration registration = new() { Count = (uint)files.Length, Data = (ulong)numbers, Tags = (ulong)values };
            return RingCalls.Register(_number, RingCalls.RegisterTaggedFiles, &registration, (uint)sizeof(Registration));
        }
    }

    /// <summary>Lets all files go that the kernel holds. It may hold on to one as long as it has an operation that names it.</summary>
    /// <returns>0, or an error number: they are still held.</returns>
    public int UnregisterFiles() => RingCalls.Register(_number, RingCalls.UnregisterFiles, null, 0);

    /// <summary>Has the kernel hold memory, which entries of <see cref="RingOpcode.ReadRegistered"/> and <see cref="RingOpcode.WriteRegistered"/> name by an address in it from then on: it is memory 0, as a zeroed entry says. Once the ring is enabled, on its thread; nothing is waited for.</summary>
    /// <returns>0, or an error number: nothing is held. ENOMEM where the process may lock no more of it.</returns>
    public int RegisterMemory(ulong address, int lengthBytes)
    {
        // Before 5.13 it would wait for all operations, and the read that wakes the thread waits for this.
        if (!Features.HasFlag(RingFeatures.Tags))
        {
            return Errno.NotSupported;
        }

        Range range = new() { Address = address, LengthBytes = (nuint)lengthBytes };
        return RingCalls.Register(_number, RingCalls.RegisterBuffers, &range, 1);
    }

    /// <summary>Lets the memory go that the kernel holds.</summary>
    public void UnregisterMemory() => RingCalls.Register(_number, RingCalls.UnregisterBuffers, null, 0);

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Range
    {
        public ulong Address;
        public nuint LengthBytes;
    }

    /// <summary>struct io_uring_rsrc_register.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 32)]
    private struct Registration
    {
        [FieldOffset(0)]
        public uint Count;

        [FieldOffset(16)]
        public ulong Data;

        [FieldOffset(24)]
        public ulong Tags;
    }
}
