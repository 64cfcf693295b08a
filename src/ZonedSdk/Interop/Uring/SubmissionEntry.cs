using System.Runtime.InteropServices;

namespace ZonedSdk.Interop.Uring;

/// <summary>struct io_uring_sqe, as far as it is used. In a ring of large entries the command stands behind <see cref="UserData"/>'s half: bytes 48 to 127.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeBytes)]
internal struct SubmissionEntry
{
    public const int SizeBytes = 64;
    public const int LargeBytes = 128;
    public const int CommandOffset = 48;

    [FieldOffset(0)]
    public RingOpcode Opcode;

    [FieldOffset(1)]
    public EntryFlags Flags;

    /// <summary>The number of a file: of the process's, or with <see cref="EntryFlags.RegisteredFile"/> of those that the ring has registered.</summary>
    [FieldOffset(4)]
    public int Descriptor;

    /// <summary>Of a transfer: where in the file it begins.</summary>
    [FieldOffset(8)]
    public ulong Offset;

    /// <summary>Of a command to a driver: which one.</summary>
    [FieldOffset(8)]
    public uint DeviceCommand;

    /// <summary>Of a transfer the memory; of a cancellation whose user data it is about.</summary>
    [FieldOffset(16)]
    public ulong Address;

    [FieldOffset(24)]
    public uint LengthBytes;

    /// <summary>Comes back with the completion.</summary>
    [FieldOffset(32)]
    public ulong UserData;
}
