using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ZonedSdk.KernelTests.Tools;

/// <summary>io_uring with many writes in flight at once, submitted in the order of their offsets and made by its workers. Numbers and layouts are those of linux/io_uring.h and asm/unistd_64.h.</summary>
internal sealed unsafe partial class WriteRing : IDisposable
{
    private const int PageBytes = 4096;
    private const int SetupCall = 425;
    private const int EnterCall = 426;
    private const byte WriteOperation = 23;
    private const uint GetEvents = 1;

    // IOSQE_ASYNC: every write goes to a worker thread, as one does by itself that would have to wait for room at the device.
    private const byte Asynchronous = 16;
    private const long SubmissionRing = 0;
    private const long CompletionRing = 0x8000000;
    private const long SubmissionEntries = 0x10000000;
    private const int EntryBytes = 64;
    private const int CompletionBytes = 16;

    private readonly int _ring;
    private readonly int _entries;
    private readonly List<(nint Start, nuint LengthBytes)> _mapped = [];
    private RingParameters _parameters;

    /// <summary>Makes a ring with room for so many writes, a power of two.</summary>
    public WriteRing(int entries)
    {
        _entries = entries;
        fixed (RingParameters* parameters = &_parameters)
        {
            _ring = (int)Checked(Setup(SetupCall, (nuint)entries, parameters), "io_uring_setup");
        }
    }

    /// <summary>Submits a write for every entry, one page behind the other, waits for all of them, and counts those that did not write their page. A ring does it once.</summary>
    public int WriteInOrder(SafeFileHandle file, long offset, ReadOnlyMemory<byte> page)
    {
        byte* submissions = Map(SubmissionRing, _parameters.SubmissionArray + ((nuint)_parameters.SubmissionCount * sizeof(uint)));
        byte* completions = Map(CompletionRing, _parameters.CompletionArray + ((nuint)_parameters.CompletionCount * CompletionBytes));
        byte* entries = Map(SubmissionEntries, (nuint)_parameters.SubmissionCount * EntryBytes);
        fixed (byte* data = page.Span)
        {
            for (int i = 0; i < _entries; i++)
            {
                byte* entry = entries + (i * EntryBytes);
                entry[0] = WriteOperation;
                entry[1] = Asynchronous;
                *(int*)(entry + 4) = (int)file.DangerousGetHandle();
                *(long*)(entry + 8) = offset + ((long)i * PageBytes);
                *(ulong*)(entry + 16) = (ulong)data;
                *(int*)(entry + 24) = PageBytes;
                ((uint*)(submissions + _parameters.SubmissionArray))[i] = (uint)i;
            }

            for (int submitted = 0; submitted < _entries; submitted++)
            {
                Volatile.Write(ref *(uint*)(submissions + _parameters.SubmissionTail), (uint)submitted + 1);
                if (Checked(Enter(EnterCall, _ring, 1, 0, 0, 0, 0), "io_uring_enter") != 1)
                {
                    throw new LabException($"io_uring did not take write {submitted} of {_entries}.");
                }
            }

            Checked(Enter(EnterCall, _ring, 0, (uint)_entries, GetEvents, 0, 0), "io_uring_enter");
        }

        return Enumerable.Range(0, _entries).Count(i => *(int*)(completions + _parameters.CompletionArray + (i * CompletionBytes) + 8) != PageBytes);
    }

    public void Dispose()
    {
        foreach ((nint start, nuint lengthBytes) in _mapped)
        {
            _ = Unmap(start, lengthBytes);
        }

        _ = Close(_ring);
    }

    private byte* Map(long what, nuint lengthBytes)
    {
        const int ReadWrite = 3;
        const int SharedAndPopulated = 0x8001;
        nint start = (nint)Checked(MapNative(0, lengthBytes, ReadWrite, SharedAndPopulated, _ring, what), "mmap");
        _mapped.Add((start, lengthBytes));
        return (byte*)start;
    }

    private static long Checked(nint result, string call) => result != -1 ? result : throw new LabException($"{call} failed: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Setup(nint number, nuint entries, RingParameters* parameters);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Enter(nint number, int ring, uint toSubmit, uint atLeast, uint flags, nint signals, nint signalBytes);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MapNative(nint at, nuint lengthBytes, int protection, int flags, int descriptor, long offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint start, nuint lengthBytes);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    /// <summary>struct io_uring_params: what the kernel says of the ring, as far as it is used here.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 120)]
    private struct RingParameters
    {
        [FieldOffset(0)]
        public uint SubmissionCount;

        [FieldOffset(4)]
        public uint CompletionCount;

        [FieldOffset(44)]
        public uint SubmissionTail;

        [FieldOffset(64)]
        public uint SubmissionArray;

        [FieldOffset(100)]
        public uint CompletionArray;
    }
}
