using System.Numerics;
using System.Runtime.InteropServices;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image.Format;

namespace ZonedSdk.Backends.Image;

/// <content>
/// The writer: one at a time, one group in flight. Its awaits come back to the scheduler that it was started on, so nothing here
/// is configured to run elsewhere; a simulator's scheduler sees every step.
/// </content>
internal sealed partial class ImageMetadata
{
    private readonly List<RecordEntry> _entries = [];

    private Task<int>? _checkpoint;
    private PendingCheckpoint? _pendingCheckpoint;
    private long _flushRounds;
    private long _groups;
    private long _checkpoints;
    private long _ringWaits;

    private async Task RunAsync()
    {
        while (TryTakeWork(out List<RecordRequest> records, out FlushRound? round))
        {
            try
            {
                await ExecuteAsync(records, round).ConfigureAwait(true);
            }
            catch (Exception exception)
            {
                // A broken invariant above or here. Nobody may wait for ever, and nothing may be written on top of it.
                Fail(ZoneError.Faulted, errno: 0);
                records.ForEach(request => request.Completion.TrySetException(exception));
                round?.Completion.TrySetException(exception);
            }
        }
    }

    private async Task ExecuteAsync(List<RecordRequest> records, FlushRound? round)
    {
        if (records.Count > 0)
        {
            BackendResult result = await WriteRecordsAsync(records).ConfigureAwait(true);
            foreach (RecordRequest request in records)
            {
                request.Completion.SetResult(result);
            }
        }

        if (round is not null)
        {
            round.Completion.SetResult(await RunRoundAsync(round.Source).ConfigureAwait(true));
        }

        StartCheckpointIfWanted();
    }

    private bool TryTakeWork(out List<RecordRequest> records, out FlushRound? round)
    {
        lock (_gate)
        {
            records = _records;
            round = _nextRound;
            if (records.Count == 0 && round is null)
            {
                _isRunning = false;
                return false;
            }

            _records = [];
            _nextRound = null;
            return true;
        }
    }

    private async Task<BackendResult> WriteRecordsAsync(List<RecordRequest> records)
    {
        if (!Failure.IsSuccess || _controls.HasFlag(ImageControls.VolatileReset))
        {
            return Failure;
        }

        _entries.Clear();
        bool carriesData = false;
        foreach (RecordRequest request in records)
        {
            StoredZone durable = _journal.Durable(request.Entry.Zone);
            StoredZone state = request.Entry.State;
            carriesData |= state.DataEndBytes > (state.Incarnation == durable.Incarnation ? durable.DataEndBytes : 0);
            Add(request.Entry);
        }

        // A zone that dies takes its written, not yet flushed data along; they must be stable before a record claims them.
        if (carriesData && _file.Synchronize() is var errno && errno != 0)
        {
            return Fail(ZoneError.FlushFailed, errno);
        }

        return await WriteEntriesAsync().ConfigureAwait(true);
    }

    private async Task<BackendResult> RunRoundAsync(IZoneStateSource source)
    {
        if (!Failure.IsSuccess)
        {
            return Failure;
        }

        Interlocked.Increment(ref _flushRounds);
        _entries.Clear();
        TakeSnapshot(source);
        if (_controls.HasFlag(ImageControls.MetadataBeforeData) && await WriteEntriesAsync().ConfigureAwait(true) is { IsSuccess: false } early)
        {
            return early;
        }

        if (_file.Synchronize() is var errno && errno != 0)
        {
            return Fail(ZoneError.FlushFailed, errno);
        }

        if (!_controls.HasFlag(ImageControls.ReplayOlderIncarnations))
        {
            DropResetZones(source);
        }

        BackendResult result = _entries.Count == 0 || _controls.HasFlag(ImageControls.MetadataBeforeData)
            ? BackendResult.Success()
            : await WriteEntriesAsync().ConfigureAwait(true);

        // A checkpoint beside this round may have met an error that belongs to data of this round.
        return result.IsSuccess ? Failure : result;
    }

    private void TakeSnapshot(IZoneStateSource source)
    {
        for (int word = 0; word < _dirty.Length; word++)
        {
            ulong bits = Interlocked.Exchange(ref _dirty[word], 0);
            while (bits != 0)
            {
                int zone = (word << 6) + BitOperations.TrailingZeroCount(bits);
                bits &= bits - 1;
                Add(new RecordEntry(zone, source.Snapshot(zone)));
            }
        }
    }

    /// <summary>Adds an entry in the form in which it is stored, unless it says nothing new.</summary>
    private void Add(in RecordEntry entry)
    {
        StoredZone durable = _journal.Durable(entry.Zone);
        StoredZone state = entry.State with
        {
            Condition = entry.State.Condition is ZoneCondition.ImplicitlyOpen or ZoneCondition.ExplicitlyOpen or ZoneCondition.Closed
                ? entry.State.DataEndBytes == 0 ? ZoneCondition.Empty : ZoneCondition.Closed
                : entry.State.Condition,
        };
        if (state.Incarnation == durable.Incarnation && state.DataEndBytes < durable.DataEndBytes)
        {
            // What is durable stays: the entry was made before a later one was written.
            state = state with { DataEndBytes = durable.DataEndBytes };
        }

        bool isOlder = state.Incarnation < durable.Incarnation && !_controls.HasFlag(ImageControls.ReplayOlderIncarnations);
        if (state != durable && !isOlder)
        {
            RequireStorable(entry.Zone, state);
            _entries.Add(new RecordEntry(entry.Zone, state));
        }
    }

    /// <summary>The pair of the check that recovery makes: what could not be read back must not be written.</summary>
    private void RequireStorable(int zone, in StoredZone state)
    {
        Span<byte> bytes = stackalloc byte[ZoneEntryLayout.Size];
        ZoneEntry.Encode(state, ZoneEntryLayout.Write(bytes));
        FormatFault fault = ZoneEntry.Check(_superblock, zone, new ZoneEntryLayout(bytes), offset: 0);
        if (!fault.IsNone)
        {
            throw new InvalidOperationException($"{_file.Path}: the drive asked to store a state that no drive has: {fault.Message}.");
        }
    }

    private void DropResetZones(IZoneStateSource source)
    {
        int kept = 0;
        for (int index = 0; index < _entries.Count; index++)
        {
            RecordEntry entry = _entries[index];
            if (source.Snapshot(entry.Zone).Incarnation == entry.State.Incarnation)
            {
                _entries[kept++] = entry;
            }
            else
            {
                MarkDirty(entry.Zone);
            }
        }

        _entries.RemoveRange(kept, _entries.Count - kept);
    }

    private async Task<BackendResult> WriteEntriesAsync()
    {
        for (int start = 0; start < _entries.Count; start += _journal.MaxGroupEntries)
        {
            int count = Math.Min(_journal.MaxGroupEntries, _entries.Count - start);
            await MakeRoomAsync(JournalPage.RecordsFor(count)).ConfigureAwait(true);
            if (!Failure.IsSuccess)
            {
                return Failure;
            }

            int errno = _journal.WriteGroup(CollectionsMarshal.AsSpan(_entries).Slice(start, count));
            if (errno != 0)
            {
                return Fail(ZoneError.FlushFailed, errno);
            }

            Interlocked.Increment(ref _groups);
        }

        return BackendResult.Success();
    }

    private async Task MakeRoomAsync(int records)
    {
        while (Failure.IsSuccess && !_journal.HasRoom(records))
        {
            Interlocked.Increment(ref _ringWaits);
            StartCheckpoint();
            await FinishCheckpointAsync().ConfigureAwait(true);
        }

        if (_checkpoint is { IsCompleted: true })
        {
            await FinishCheckpointAsync().ConfigureAwait(true);
        }
    }

    private void StartCheckpointIfWanted()
    {
        if (Failure.IsSuccess && _journal.WantsCheckpoint)
        {
            StartCheckpoint();
        }
    }

    private void StartCheckpoint()
    {
        if (_checkpoint is null)
        {
            PendingCheckpoint pending = _journal.PrepareCheckpoint();
            _pendingCheckpoint = pending;
            _checkpoint = Task.Factory.StartNew(
                () => WriteCheckpoint(pending), CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler);
        }
    }

    private int WriteCheckpoint(PendingCheckpoint pending)
    {
        int errno = _journal.WriteCheckpoint(pending);
        if (errno != 0)
        {
            Fail(ZoneError.FlushFailed, errno);
        }

        return errno;
    }

    private async Task FinishCheckpointAsync()
    {
        if (_checkpoint is null)
        {
            return;
        }

        int errno = await _checkpoint.ConfigureAwait(true);
        if (errno == 0)
        {
            _journal.Publish(_pendingCheckpoint!);
            Interlocked.Increment(ref _checkpoints);
        }

        _checkpoint = null;
        _pendingCheckpoint = null;
    }
}
