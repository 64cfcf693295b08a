using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;

namespace ZonedSdk.Tests.Rings;

/// <summary>An operation that a test writes, and that says how it ended.</summary>
internal sealed class TestOperation(TestOperation.Filler fill) : RingOperation
{
    private readonly TaskCompletionSource<RingCompletion> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    public delegate void Filler(ref SubmissionEntry entry);

    public Task<RingCompletion> Ended => _ended.Task;

    /// <summary>How often it was completed.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Called with each completion, on whichever thread that is.</summary>
    public Action<RingCompletion>? Hears { get; init; }

    public bool IsPrepared { get; init; } = true;

    public static TestOperation Nothing(Action<RingCompletion>? hears = null) => new(static (ref SubmissionEntry entry) => entry.Opcode = RingOpcode.Nothing) { Hears = hears };

    /// <summary>A write of a whole buffer to the beginning of a file.</summary>
    public static TestOperation Write(int number, AlignedBuffer memory, EntryFlags flags = EntryFlags.None) => new((ref SubmissionEntry entry) =>
    {
        entry.Opcode = RingOpcode.Write;
        entry.Flags = flags;
        entry.Descriptor = number;
        entry.Address = memory.Address;
        entry.LengthBytes = (uint)memory.LengthBytes;
    });

    /// <summary>A read that waits until somebody has added to a counter.</summary>
    public static TestOperation Wait(FileDescriptor counter, ulong address) => new((ref SubmissionEntry entry) =>
    {
        entry.Opcode = RingOpcode.Read;
        entry.Descriptor = counter.Number;
        entry.Address = address;
        entry.LengthBytes = sizeof(ulong);
    });

    protected internal override bool Prepare(ref SubmissionEntry entry, Span<byte> command)
    {
        fill(ref entry);
        return IsPrepared;
    }

    protected internal override void Complete(in RingCompletion completion)
    {
        Interlocked.Increment(ref _count);
        Hears?.Invoke(completion);
        _ended.TrySetResult(completion);
    }
}
