using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;

namespace ZonedSdk.CompilerServices;

/// <summary>The zones' states of an emulated drive, as far as a described medium keeps them: how long a zone is, and whether it is full or dead.</summary>
/// <remarks>
/// While the drive runs the medium may hold more of a zone than its write pointer says: what landed behind a failed write. Nothing is cut off
/// then, because a write may be landing there; it is when the drive is switched off.
/// </remarks>
internal sealed class MediumMetadata(IZoneMedium medium, EmulatedDriveOptions options) : IZoneMetadata
{
    // One flush at a time: a second one must not find nothing dirty while the first is still at it.
    private readonly SemaphoreSlim _flushing = new(1, 1);
    private readonly ZoneNote[] _notes = new ZoneNote[options.Geometry.ZoneCount];
    private BackendResult _failure;
    private int _hasFailed;

    public BackendResult Failure => Volatile.Read(ref _hasFailed) == 2 ? _failure : BackendResult.Success();

    /// <summary>Who knows the zones' states; null until the drive runs.</summary>
    public IZoneStateSource? Source { get; set; }

    public StoredZone Load(int zone)
    {
        StoredZone pristine = options.PristineOf(zone);
        if (options.TypeOf(zone) == ZoneType.Conventional)
        {
            return pristine;
        }

        long capacity = options.CapacityOf(zone);
        MediumZone found = medium.Load(zone);
        long written = Math.Clamp(found.WrittenBytes, 0, capacity);
        written -= written % options.Geometry.BlockSizeBytes;
        ZoneCondition condition = found.Condition switch
        {
            ZoneCondition.ReadOnly or ZoneCondition.Offline or ZoneCondition.Full => found.Condition,
            _ when written == capacity => ZoneCondition.Full,
            _ => written == 0 ? ZoneCondition.Empty : ZoneCondition.Closed,
        };
        return new StoredZone(written, condition, 0);
    }

    public void MarkDirty(int zone)
    {
        Volatile.Write(ref _notes[zone].IsTouched, true);
        Volatile.Write(ref _notes[zone].IsDirty, true);
    }

    public async ValueTask<BackendResult> FlushAsync(IZoneStateSource source, CancellationToken cancellationToken)
    {
        try
        {
            await _flushing.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return BackendResult.Failure(ZoneError.Cancelled);
        }

        try
        {
#pragma warning disable ZSDK4010 // The semaphore is a turn, taken by awaiting: no thread waits for it, and what it orders is the I/O itself.
            return FlushDirty(source);
#pragma warning restore ZSDK4010
        }
        finally
        {
            _flushing.Release();
        }
    }

    public ValueTask<BackendResult> RecordAsync(int zone, StoredZone state)
    {
        int code;
        if (state.Condition == ZoneCondition.Empty)
        {
            // From here on a flush that still sees the zone's old life writes nothing of it.
            Volatile.Write(ref _notes[zone].Incarnation, state.Incarnation);
            code = medium.Reset(zone);
            if (code != 0)
            {
                // Nothing was forgotten: the zone is as it was, and whoever reset it may try again.
                return new(BackendResult.Failure(medium.MapError(code), code));
            }
        }
        else
        {
            code = medium.Store(zone, new MediumZone(state.DataEndBytes, state.Condition));
        }

        code = code == 0 ? medium.Flush(zone) : code;
        return new(code == 0 ? BackendResult.Success() : Failed(code));
    }

    public ValueTask DisposeAsync()
    {
        for (int zone = 0; Source is { } source && zone < _notes.Length; zone++)
        {
            if (_notes[zone].IsTouched && options.TypeOf(zone) != ZoneType.Conventional)
            {
                // Nothing executes any more, so the medium can be cut to what was told. What cannot be stored now is found at the next start as it lies there.
                StoredZone state = source.Snapshot(zone);
                _ = medium.Store(zone, new MediumZone(state.DataEndBytes, state.Condition));
            }
        }

        medium.Close();
        _flushing.Dispose();
        return ValueTask.CompletedTask;
    }

    private BackendResult FlushDirty(IZoneStateSource source)
    {
        for (int zone = 0; zone < _notes.Length; zone++)
        {
            if (!Volatile.Read(ref _notes[zone].IsDirty))
            {
                continue;
            }

            // Before the state is read: what changes from here on makes the zone dirty again.
            Volatile.Write(ref _notes[zone].IsDirty, false);
            StoredZone state = source.Snapshot(zone);
            bool isFinished = state.Condition == ZoneCondition.Full && state.DataEndBytes < options.CapacityOf(zone) && state.Incarnation >= Volatile.Read(ref _notes[zone].Incarnation);
            int code = isFinished ? medium.Store(zone, new MediumZone(state.DataEndBytes, ZoneCondition.Full)) : 0;
            code = code == 0 ? medium.Flush(zone) : code;
            if (code != 0)
            {
                MarkDirty(zone);
                return Failed(code);
            }
        }

        return BackendResult.Success();
    }

    private BackendResult Failed(int code)
    {
        BackendResult failure = BackendResult.Failure(medium.MapError(code), code);

        // The first failure is the one that is told from now on.
        if (Interlocked.CompareExchange(ref _hasFailed, 1, 0) == 0)
        {
            _failure = failure;
            Volatile.Write(ref _hasFailed, 2);
        }

        return failure;
    }

    /// <summary>What is remembered of a zone.</summary>
    private struct ZoneNote
    {
        /// <summary>It changed since its last flush.</summary>
        public bool IsDirty;

        /// <summary>It changed since the start.</summary>
        public bool IsTouched;

        /// <summary>The life that its last reset began.</summary>
        public uint Incarnation;
    }
}
