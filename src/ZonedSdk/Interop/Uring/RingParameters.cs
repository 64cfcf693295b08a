using System.Runtime.InteropServices;

namespace ZonedSdk.Interop.Uring;

/// <summary>struct io_uring_params of include/uapi/linux/io_uring.h: what is asked of a new ring, and then what it is and where its parts are.</summary>
[StructLayout(LayoutKind.Explicit, Size = 120)]
internal struct RingParameters
{
    [FieldOffset(0)]
    public uint SubmissionEntries;

    [FieldOffset(4)]
    public uint CompletionEntries;

    [FieldOffset(8)]
    public RingSetup Flags;

    [FieldOffset(20)]
    public RingFeatures Features;

    [FieldOffset(40)]
    public uint SubmissionHead;

    [FieldOffset(44)]
    public uint SubmissionTail;

    [FieldOffset(64)]
    public uint SubmissionArray;

    [FieldOffset(80)]
    public uint CompletionHead;

    [FieldOffset(84)]
    public uint CompletionTail;

    [FieldOffset(100)]
    public uint Completions;
}
