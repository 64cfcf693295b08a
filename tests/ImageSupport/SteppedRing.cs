using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Emulation.Scheduling;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Image.Files;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;

namespace ZonedSdk.TestSupport.Image;

/// <summary>A ring over a file in memory, each operation of which takes two steps of a scheduler: its bytes move, and then its end is told.</summary>
/// <param name="file">The file.</param>
/// <param name="steps">Whose steps they are.</param>
/// <param name="choose">Says how an operation of so many bytes ends: so many bytes move, or it ends with minus an error number, or it claims more than there are; null = all move.</param>
internal sealed class SteppedRing(MemoryImageFile file, SteppedScheduler steps, Func<int, int>? choose = null) : IRing
{
    private readonly SubmissionStack _begun = new();
    private readonly Queue<RingOperation> _pushed = new();

    public bool IsDisposed { get; private set; }

    /// <summary>The file was still open when the ring ended.</summary>
    public bool HadFileAtItsEnd { get; private set; }

    /// <summary>How many operations were put in.</summary>
    public int PushedCount { get; private set; }

    /// <summary>Makes a file's data go by rings.</summary>
    public static void Attach(MemoryImageFile file, SteppedScheduler steps, Func<int, int>? choose = null, int alignmentBytes = 1, int ringCount = 1) =>
        file.Data = new ImageDataPath(IoPath.Direct, new ImageRings([.. Enumerable.Range(0, ringCount).Select(_ => new SteppedRing(file, steps, choose))], Descriptor: -1, alignmentBytes));

    public void Push(RingOperation operation)
    {
        PushedCount++;
        _pushed.Enqueue(operation);
    }

    public void Kick()
    {
        while (_pushed.TryDequeue(out RingOperation? operation))
        {
            Post(new Moving(this, operation));
        }
    }

    /// <summary>Nothing: ends are told where the scheduler steps.</summary>
    public void CompleteInline()
    {
    }

    public int MemoryErrno { get; set; }

    public PinnedArray? Memory { get; private set; }

    public void Register(PinnedArray memory) => Memory = memory;

    public void Stop() => IsDisposed = true;

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        HadFileAtItsEnd = !file.IsDisposed;
        return ValueTask.CompletedTask;
    }

    private void Post(DriveWork work)
    {
        _begun.Push(work);
        steps.Dispatch(_begun, _begun.AllLanes);
    }

    private unsafe int Move(in SubmissionEntry entry)
    {
        int length = choose?.Invoke((int)entry.LengthBytes) ?? (int)entry.LengthBytes;
        if (length <= 0 || length > entry.LengthBytes)
        {
            return length;
        }

        Span<byte> memory = new((void*)entry.Address, length);
        return (int)(entry.Opcode == RingOpcode.Write ? file.WriteData((long)entry.Offset, memory) : file.ReadData((long)entry.Offset, memory));
    }

    /// <summary>The bytes of an operation move.</summary>
    private sealed class Moving : DriveWork
    {
        private readonly SteppedRing _ring;
        private readonly RingOperation _operation;
        private readonly SubmissionEntry _entry;
        private readonly bool _isPrepared;

        public Moving(SteppedRing ring, RingOperation operation)
        {
            _ring = ring;
            _operation = operation;
            _isPrepared = operation.Prepare(ref _entry, default);
        }

        public override DriveStep Describe() => new(_entry.Opcode == RingOpcode.Write ? DriveEvent.Write : DriveEvent.Read, Zone: 0, (long)_entry.Offset, _entry.LengthBytes);

        public override void Execute()
        {
            RingCompletion completion = _isPrepared ? new(_ring.Move(_entry), 0, WasSubmitted: true) : new(-Interop.Errno.Invalid, 0, WasSubmitted: false);
            _ring.Post(new Telling(_operation, completion, Describe()));
        }
    }

    /// <summary>The end of an operation is told.</summary>
    private sealed class Telling(RingOperation operation, RingCompletion completion, DriveStep step) : DriveWork
    {
        public override DriveStep Describe() => step;

        public override void Execute() => operation.Complete(completion);
    }
}
