using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ZonedSdk.Interop;

/// <summary>Linux's own asynchronous I/O (io_submit(2)), for one write at a time that is waited for.</summary>
/// <remarks>For files that treat a write that is submitted otherwise than one by <c>pwrite</c>. Numbers and layouts are those of linux/aio_abi.h and asm/unistd.h.</remarks>
[SupportedOSPlatform("linux")]
internal sealed unsafe partial class QueuedIo : IDisposable
{
    private const string Library = "libc";
    private const ushort WriteCommand = 1;
    private nint _context;

    private QueuedIo(nint context) => _context = context;

    private static bool IsX64 => RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>Whether the numbers of the calls are known for this processor.</summary>
    public static bool IsSupported => IsX64 || RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>Makes a queue for one write.</summary>
    /// <returns>0, or an error number when there is none.</returns>
    public static int Create(out QueuedIo? queue)
    {
        nint context = 0;
        if (SetupNative(IsX64 ? 206 : 0, 1, &context) != 0)
        {
            queue = null;
            return Marshal.GetLastPInvokeError();
        }

        queue = new QueuedIo(context);
        return 0;
    }

    /// <summary>One write, waited for: bytes written, possibly fewer than asked, or minus an error number.</summary>
    public long Write(FileDescriptor descriptor, long offset, ReadOnlySpan<byte> data)
    {
        bool isHeld = false;
        try
        {
            descriptor.DangerousAddRef(ref isHeld);
            fixed (byte* start = data)
            {
                ControlBlock block = new() { Command = WriteCommand, Descriptor = (uint)descriptor.Number, Buffer = (ulong)start, LengthBytes = (ulong)data.Length, Offset = offset };
                return Run(&block);
            }
        }
        finally
        {
            if (isHeld)
            {
                descriptor.DangerousRelease();
            }
        }
    }

    public void Dispose()
    {
        if (_context != 0)
        {
            _ = DestroyNative(IsX64 ? 207 : 1, _context);
            _context = 0;
        }
    }

    private long Run(ControlBlock* block)
    {
        while (SubmitNative(IsX64 ? 209 : 2, _context, 1, &block) != 1)
        {
            if (Marshal.GetLastPInvokeError() is var errno and not Errno.Interrupted)
            {
                return -errno;
            }
        }

        // The memory is the kernel's until the event is here, whatever else happens.
        Event done = default;
        nint count;
        do
        {
            count = EventsNative(IsX64 ? 208 : 4, _context, 1, 1, &done, null);
        }
        while (count != 1);
        return done.Result;
    }

    // syscall is variadic in C; its arguments travel as ordinary ones do (x86-64 and AArch64 ABI).
    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SetupNative(nint number, nuint events, nint* context);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint DestroyNative(nint number, nint context);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SubmitNative(nint number, nint context, nint count, ControlBlock** blocks);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint EventsNative(nint number, nint context, nint atLeast, nint atMost, Event* events, void* timeout);

    /// <summary>struct iocb, on a little-endian machine.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct ControlBlock
    {
        [FieldOffset(16)]
        public ushort Command;

        [FieldOffset(20)]
        public uint Descriptor;

        [FieldOffset(24)]
        public ulong Buffer;

        [FieldOffset(32)]
        public ulong LengthBytes;

        [FieldOffset(40)]
        public long Offset;
    }

    /// <summary>struct io_event.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 32)]
    private struct Event
    {
        [FieldOffset(16)]
        public long Result;
    }
}
