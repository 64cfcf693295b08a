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
