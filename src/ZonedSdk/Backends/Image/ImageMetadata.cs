using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image.Files;
using ZonedSdk.Backends.Image.Format;

namespace ZonedSdk.Backends.Image;

/// <summary>The zone-metadata store of an image: one writer that runs while there is work, group commit, and one failure for good.</summary>
/// <remarks>
/// This part is what callers see: requests are queued under the gate, and the writer is started on the scheduler when it is not running.
/// <c>ImageMetadata.Writer.cs</c> is what the writer does. No lock is held across I/O.
/// </remarks>
internal sealed partial class ImageMetadata : IZoneMetadata
{
    private readonly Lock _gate = new();
    private readonly TaskScheduler _scheduler;
    private readonly IImageFile _file;
    private readonly ImageJournal _journal;
    private readonly Superblock _superblock;
    private readonly ImageControls _controls;
    private readonly Action _released;
    private readonly bool _isReadOnly;
    private readonly ulong[] _dirty;

    private List<RecordRequest> _records = [];
    private FlushRound? _nextRound;
    private Task _writer = Task.CompletedTask;
    private bool _isRunning;
    private bool _isDisposed;
    private FailureBox? _failure;

    /// <summary>Takes over a journal.</summary>
    /// <param name="file">The file; not owned.</param>
    /// <param name="journal">The journal; owned.</param>
    /// <param name="superblock">The image's facts.</param>
    /// <param name="scheduler">Where the writer and checkpoints run.</param>
    /// <param name="controls">Rules that a negative control switches off.</param>
    /// <param name="released">Called once, when nothing here uses the file any more.</param>
    public ImageMetadata(IImageFile file, ImageJournal journal, Superblock superblock, TaskScheduler scheduler, ImageControls controls, Action released)
    {
        _file = file;
        _journal = journal;
        _superblock = superblock;
        _controls = controls;
        _released = released;
        _isReadOnly = file.IsReadOnly;
        _dirty = new ulong[(superblock.Geometry.ZoneCount + 63) / 64];
        _scheduler = scheduler;
    }

    // Whoever opened for reading only is refused like after a failure, so that the drive asks one question before a write.
    public BackendResult Failure => _isReadOnly
        ? BackendResult.Failure(ZoneError.DeviceReadOnly)
        : Volatile.Read(ref _failure)?.Result ?? BackendResult.Success();

    /// <summary>What was done so far; exact when nothing is in flight.</summary>
    public ImageCounters Counters => new(
        Interlocked.Read(ref _flushRounds),
        Interlocked.Read(ref _groups),
        Interlocked.Read(ref _checkpoints),
        Interlocked.Read(ref _ringWaits));

    public StoredZone Load(int zone) => _journal.Durable(zone);

    // Always a full fence, even where the bit is set already: the state was changed before, and whoever clears the bit must see it.
    public void MarkDirty(int zone) => Interlocked.Or(ref _dirty[zone >> 6], 1UL << (zone & 63));

    public ValueTask<BackendResult> FlushAsync(IZoneStateSource source, CancellationToken cancellationToken)
    {
        Task<BackendResult> task;
        lock (_gate)
        {
            if (TryRefuse(out BackendResult refusal))
            {
                return ValueTask.FromResult(refusal);
            }

            // Whoever comes before the writer takes the round shares it; whoever comes later finds none and opens the next.
            _nextRound ??= new FlushRound(source);
            System.Diagnostics.Debug.Assert(ReferenceEquals(_nextRound.Source, source), "A store has one drive above it.");
            task = _nextRound.Completion.Task;
            StartWriterLocked();
        }

        return new ValueTask<BackendResult>(cancellationToken.CanBeCanceled ? task.WaitAsync(cancellationToken) : task);
    }

    public ValueTask<BackendResult> RecordAsync(int zone, StoredZone state)
    {
        RecordRequest request = new(new RecordEntry(zone, state));
        lock (_gate)
        {
            if (TryRefuse(out BackendResult refusal))
            {
                return ValueTask.FromResult(refusal);
            }

            _records.Add(request);
            StartWriterLocked();
        }

        return new ValueTask<BackendResult>(request.Completion.Task);
    }

    /// <summary>Waits for the writer and a checkpoint that may be under way. Flushes nothing: the drive did, and knows whether that went well.</summary>
    public async ValueTask DisposeAsync()
    {
        Task writer;
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            writer = _writer;
        }

        await writer.ConfigureAwait(false);
        await FinishCheckpointAsync().ConfigureAwait(false);
        _journal.Dispose();
        _released();
    }

    private bool TryRefuse(out BackendResult refusal)
    {
        refusal = _isDisposed ? BackendResult.Failure(ZoneError.Disposed) : Failure;
        return !refusal.IsSuccess;
    }

    private void StartWriterLocked()
    {
        if (!_isRunning)
        {
            _isRunning = true;
            _writer = Task.Factory
                .StartNew(static self => ((ImageMetadata)self!).RunAsync(), this, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler)
                .Unwrap();
        }
    }

    /// <summary>Keeps the first failure: what the kernel says to a second fsync means nothing.</summary>
    private BackendResult Fail(ZoneError error, int errno)
    {
        FailureBox box = new(BackendResult.Failure(error, errno));
        return (Interlocked.CompareExchange(ref _failure, box, null) ?? box).Result;
    }

    private sealed record FailureBox(BackendResult Result);

    private sealed class FlushRound(IZoneStateSource source)
    {
        public IZoneStateSource Source { get; } = source;

        public TaskCompletionSource<BackendResult> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class RecordRequest(RecordEntry entry)
    {
        public RecordEntry Entry { get; } = entry;

        public TaskCompletionSource<BackendResult> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
