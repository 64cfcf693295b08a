using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;

namespace ZonedSdk.Tests.Rings;

/// <summary>A ring without a kernel: a test looks at each entry, and says how it ends.</summary>
/// <param name="answer">Called with each entry, whose memory is still held.</param>
internal sealed class AnsweringRing(AnsweringRing.Answer answer) : IRing
{
    private readonly Lock _gate = new();
    private readonly Queue<RingOperation> _pushed = new();

    public delegate RingCompletion Answer(in SubmissionEntry entry);

    /// <summary>The kernel has taken it, and says this of it.</summary>
    public static RingCompletion Ended(int result) => new(result, 0, WasSubmitted: true);

    /// <summary>The kernel has never seen it.</summary>
    public static RingCompletion Refused(int errno) => new(-errno, 0, WasSubmitted: false);

    /// <summary>What an entry writes, out of all its stretches.</summary>
    public static unsafe byte[] BytesOf(in SubmissionEntry entry)
    {
        if (entry.Opcode != RingOpcode.WriteVector)
        {
            return new Span<byte>((void*)entry.Address, (int)entry.LengthBytes).ToArray();
        }

        List<byte> all = [];
        ReadOnlySpan<ulong> table = new((void*)entry.Address, 2 * (int)entry.LengthBytes);
        for (int i = 0; i < table.Length; i += 2)
        {
            all.AddRange(new Span<byte>((void*)table[i], (int)table[i + 1]));
        }

        return [.. all];
    }

    public void Push(RingOperation operation)
    {
        lock (_gate)
        {
            _pushed.Enqueue(operation);
        }
    }

    public void Kick()
    {
        while (TryTake(out RingOperation? operation))
        {
            SubmissionEntry entry = default;
            operation.Completion = operation.Prepare(ref entry, default) ? answer(entry) : Refused(Errno.Invalid);
            operation.Complete(operation.Completion);
        }
    }

    public int MemoryErrno => 0;

    public void Register(PinnedArray memory)
    {
    }

    public void CompleteInline()
    {
        // All are, on the thread of whoever kicks.
    }

    public void Stop()
    {
        // Nothing is under way.
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out RingOperation? operation)
    {
        lock (_gate)
        {
            return _pushed.TryDequeue(out operation);
        }
    }
}
