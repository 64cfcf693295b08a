using System.Runtime.CompilerServices;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;

namespace ZonedSdk.Tests.Rings;

/// <summary>Memory that the kernel holds for a ring: which transfers use it, and that they move the same bytes.</summary>
public sealed class RegisteredMemoryTests : IDisposable
{
    private const int Page = 4096;
    private const int Pages = 16;
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(1);
    private readonly string _path = Path.GetTempFileName();
    private readonly FileDescriptor _file;
    private readonly PinnedArray _memory = new(Pages * Page, Page);

    public RegisteredMemoryTests()
    {
        Assert.Equal(0, Libc.Open(_path, Libc.ReadWrite, out FileDescriptor? file));
        _file = file!;
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_path);
    }

    [RingFact]
    public async Task Transfers_within_the_memory_use_what_the_kernel_holds_and_others_do_not()
    {
        await using IoRing ring = Create();
        ulong start = _memory.Address;
        ulong end = start + (Pages * Page);
        using AlignedBuffer elsewhere = new(Page);
        (ulong Address, int Length, bool IsHeld)[] transfers =
        [
            (start, Page, true), (start, Pages * Page, true), (start + 1, 1, true), (end - Page, Page, true), (end - 1, 1, true),
            (end - Page + 1, Page, false), (start, (Pages * Page) + 1, false), (elsewhere.Address, Page, false), (0, Page, false), (ulong.MaxValue, 1, false),
        ];
        foreach (bool isRegistered in (bool[])[false, true])
        {
            foreach ((ulong address, int length, bool isHeld) in transfers)
            {
                // What lies beyond is not to be touched, so nothing is looked at but what the ring made of the entry.
                Assert.Equal(isHeld && isRegistered ? RingOpcode.ReadRegistered : RingOpcode.Read, await NameAsync(ring, RingOpcode.Read, address, length));
                Assert.Equal(isHeld && isRegistered ? RingOpcode.WriteRegistered : RingOpcode.Write, await NameAsync(ring, RingOpcode.Write, address, length));
                Assert.Equal(RingOpcode.Nothing, await NameAsync(ring, RingOpcode.Nothing, address, length));
            }

            ring.Register(_memory);
        }

        Assert.True(ring.HasRegisteredMemory);
        Assert.Equal(0, ring.MemoryErrno);
    }

    [RingFact]
    public async Task What_was_written_from_the_memory_is_read_to_it()
    {
        await using IoRing ring = Create();
        ring.Register(_memory);
        new Random(1).NextBytes(_memory.Span(0, Pages * Page));
        byte[] written = _memory.Span(Page, Page + 100).ToArray();
        Assert.Equal(written.Length, await TransferAsync(ring, RingOpcode.Write, Page, written.Length));
        Assert.True(ring.HasRegisteredMemory);
        Assert.Equal(written, await File.ReadAllBytesAsync(_path));
        Assert.Equal(written.Length, await TransferAsync(ring, RingOpcode.Read, 7, 2 * Page));
        Assert.Equal(written, _memory.Span(7, written.Length).ToArray());
    }

    [RingFact]
    public async Task Memory_is_registered_once_and_outlives_the_ring()
    {
        IoRing ring = Create();
        ring.Register(_memory);
        ring.Register(new PinnedArray(Page, Page));
        Assert.Equal(Page, await TransferAsync(ring, RingOpcode.Write, 0, Page));
        Assert.Equal((true, 0), (ring.HasRegisteredMemory, ring.MemoryErrno));
        await ring.DisposeAsync();
        _memory.Span(0, Pages * Page).Fill(1);

        // Too late for anything to come of it.
        ring.Register(_memory);
        await using IoRing next = Create();
        next.Register(_memory);
        Assert.Equal(Page, await TransferAsync(next, RingOpcode.Read, 0, Page));
        Assert.True(next.HasRegisteredMemory);
    }

    [RingFact]
    public async Task Memory_is_registered_beside_operations_that_wait()
    {
        Assert.Equal(0, RingCalls.CreateEvent(out FileDescriptor? counter));
        using FileDescriptor signalled = counter!;
        await using IoRing ring = Create();
        TestOperation waits = TestOperation.Wait(signalled, _memory.Address);
        ring.Push(waits);
        ring.Kick();
        ring.Register(_memory);
        Assert.Equal(Page, await TransferAsync(ring, RingOpcode.Write, Page, Page));
        Assert.True(ring.HasRegisteredMemory);
        Assert.Equal(0, RingCalls.Signal(signalled));
        Assert.Equal(sizeof(ulong), (await waits.Ended.WaitAsync(s_long)).Result);
    }

    private static IoRing Create()
    {
        IoRing? ring = IoRing.TryCreate(new RingOptions { Name = "test", CompletesInline = true }, out RingRefusal? refusal);
        Assert.True(ring is not null, refusal?.Why);
        return ring;
    }

    // Of no file, so the kernel refuses it before it looks at the memory. The entry stands in the ring's memory until the next one is written there.
    private static async Task<RingOpcode> NameAsync(IoRing ring, RingOpcode opcode, ulong address, int lengthBytes)
    {
        nint at = 0;
        RingOpcode seen = default;
        TestOperation operation = new((ref SubmissionEntry entry) =>
        {
            entry.Opcode = opcode;
            entry.Descriptor = -1;
            entry.Address = address;
            entry.LengthBytes = (uint)lengthBytes;
            at = AddressOf(ref entry);
        })
        {
            Hears = _ => seen = OpcodeAt(at),
        };
        ring.Push(operation);
        ring.Kick();
        await operation.Ended.WaitAsync(s_long);
        return seen;
    }

    private static unsafe nint AddressOf(ref SubmissionEntry entry) => (nint)Unsafe.AsPointer(ref entry);

    private static unsafe RingOpcode OpcodeAt(nint entry) => ((SubmissionEntry*)entry)->Opcode;

    private async Task<int> TransferAsync(IoRing ring, RingOpcode opcode, int at, int lengthBytes)
    {
        TestOperation operation = new((ref SubmissionEntry entry) =>
        {
            entry.Opcode = opcode;
            entry.Descriptor = _file.Number;
            entry.Address = _memory.Address + (ulong)at;
            entry.LengthBytes = (uint)lengthBytes;
        });
        ring.Push(operation);
        ring.Kick();
        return (await operation.Ended.WaitAsync(s_long)).Result;
    }
}
