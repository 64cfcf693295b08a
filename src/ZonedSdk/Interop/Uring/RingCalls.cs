using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ZonedSdk.Interop.Uring;

/// <summary>The system calls of io_uring (io_uring(7)), and what its memory and its waking need. The C library has no functions for the first three.</summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class RingCalls
{
    /// <summary>IORING_OFF_SQ_RING: both queues, where the kernel has them in one mapping.</summary>
    public const long QueuesOffset = 0;

    /// <summary>IORING_OFF_SQES.</summary>
    public const long EntriesOffset = 0x1000_0000;

    public const uint RegisterBuffers = 0;
    public const uint UnregisterBuffers = 1;
    public const uint UnregisterFiles = 3;
    public const uint RegisterProbe = 8;
    public const uint RegisterEnableRings = 12;
    public const uint RegisterTaggedFiles = 13;

    private const string Library = "libc";

    // Of all processors alike (asm-generic/unistd.h).
    private const nint SetupNumber = 425;
    private const nint EnterNumber = 426;
    private const nint RegisterNumber = 427;
    private const uint GetEvents = 1;

    /// <summary>Whether a variadic call passes its arguments as an ordinary one does, which is what the declarations below rely on (x86-64 and AArch64 ABI).</summary>
    public static bool IsSupported => RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <summary>io_uring_setup(2).</summary>
    /// <returns>0, or an error number when there is no ring.</returns>
    public static int Setup(uint entries, ref RingParameters parameters, out FileDescriptor? ring)
    {
        fixed (RingParameters* pointer = &parameters)
        {
            nint result = SetupNative(SetupNumber, entries, pointer);
            ring = result >= 0 ? new FileDescriptor((int)result) : null;
            return result >= 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>io_uring_enter(2): hands entries over, and returns when so many completions are there.</summary>
    /// <returns>How many entries the kernel took, or minus an error number. A signal ends the wait with EINTR.</returns>
    public static int Enter(int ring, uint entries, uint atLeast)
    {
        nint result = EnterNative(EnterNumber, ring, (nint)entries, (nint)atLeast, (nint)GetEvents, null, 0);
        return result >= 0 ? (int)result : -Marshal.GetLastPInvokeError();
    }

    /// <summary>io_uring_register(2).</summary>
    /// <returns>0, or an error number.</returns>
    public static int Register(int ring, uint operation, void* argument, uint count) =>
        RegisterNative(RegisterNumber, ring, (nint)operation, argument, (nint)count) >= 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Maps memory that the process shares with the kernel.</summary>
    /// <returns>0, or an error number when there is no memory.</returns>
    public static int Map(FileDescriptor ring, long offset, nuint lengthBytes, out byte* memory)
    {
        const int ReadAndWrite = 3;
        const int SharedAndPopulated = 0x8001;
        nint result = MapNative(null, lengthBytes, ReadAndWrite, SharedAndPopulated, ring, offset);
        memory = result == -1 ? null : (byte*)result;
        return result == -1 ? Marshal.GetLastPInvokeError() : 0;
    }

    public static void Unmap(byte* memory, nuint lengthBytes)
    {
        if (memory is not null)
        {
            _ = UnmapNative(memory, lengthBytes);
        }
    }

    /// <summary>A counter that a ring can read: the read waits until somebody has added to it (eventfd(2)).</summary>
    /// <returns>0, or an error number when there is none.</returns>
    public static int CreateEvent(out FileDescriptor? counter)
    {
        int result = EventNative(0, Libc.CloseOnExec);
        counter = result >= 0 ? new FileDescriptor(result) : null;
        return result >= 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <summary>Adds one to a counter.</summary>
    /// <returns>0, or an error number.</returns>
    /// <exception cref="ObjectDisposedException">It was closed.</exception>
    public static int Signal(FileDescriptor counter)
    {
        ulong one = 1;
        int errno;
        do
        {
            errno = WriteNative(counter, &one, sizeof(ulong)) == sizeof(ulong) ? 0 : Marshal.GetLastPInvokeError();
        }
        while (errno == Errno.Interrupted);
        return errno;
    }

    /// <summary>Waits until a ring has completions, or for so long.</summary>
    public static void Wait(int ring, int milliseconds)
    {
        const short Readable = 1;
        Awaited awaited = new() { Descriptor = ring, Events = Readable };
        _ = PollNative(&awaited, 1, milliseconds);
    }

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SetupNative(nint number, nuint entries, RingParameters* parameters);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint EnterNative(nint number, nint ring, nint entries, nint atLeast, nint flags, void* signals, nint signalsBytes);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint RegisterNative(nint number, nint ring, nint operation, void* argument, nint count);

    [LibraryImport(Library, EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MapNative(void* address, nuint lengthBytes, int protection, int flags, FileDescriptor descriptor, long offset);

    [LibraryImport(Library, EntryPoint = "munmap", SetLastError = true)]
    private static partial int UnmapNative(void* address, nuint lengthBytes);

    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventNative(uint initial, int flags);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteNative(FileDescriptor descriptor, void* data, nint lengthBytes);

    [LibraryImport(Library, EntryPoint = "poll", SetLastError = true)]
    private static partial int PollNative(Awaited* awaited, nuint count, int milliseconds);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Awaited
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }
}
