using System.Runtime.CompilerServices;
using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Backends.Emulation;

/// <content>Management commands and flush. A management command waits until nothing of its zone executes, and has the zone to itself.</content>
internal sealed partial class EmulatedDrive
{
    /// <inheritdoc/>
    public async ValueTask<BackendResult> ManageAsync(ZoneAction action, int zone, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return BackendResult.Failure(ZoneError.Cancelled);
        }

        DriveEvent command = EventOf(action);
        DriveZone state = ZoneAt(zone);
        FaultRule? fault = _faults?.Decide(command, zone, 1, 0, 0, out _);
        DriveHop arrival = new(this, new DriveStep(command, zone), state);
        PlanHop(arrival, fault);
        await arrival;
        BackendResult result;
        try
        {
            result = fault is null
                ? await ExecuteAsync(action, state).ConfigureAwait(false)
                : await ExecuteWithFaultAsync(action, state, fault).ConfigureAwait(false);
            result = UnlessGone(result);
        }
        finally
        {
            Leave(state);
        }

        if (LateHop(command, zone, fault) is { } late)
        {
            await late;
        }

        return result;
    }

    /// <inheritdoc/>
    public async ValueTask<BackendResult> FlushAsync(int zone, CancellationToken cancellationToken)
    {
        ulong random = 0;
        FaultRule? fault = _faults?.Decide(DriveEvent.Flush, zone, 1, 0, 0, out random);
        DriveHop arrival = new(this, new DriveStep(DriveEvent.Flush, zone));
        PlanHop(arrival, fault);
        await arrival;
        if (_isGone)
        {
            return BackendResult.Failure(ZoneError.DeviceGone);
        }

        BackendResult result = Failure();
        if (result.IsSuccess)
        {
            result = fault is null
                ? await _metadata.FlushAsync(this, cancellationToken).ConfigureAwait(false)
                : await FlushWithFaultAsync(fault, random, cancellationToken).ConfigureAwait(false);
            result = UnlessGone(result);
            if (!result.IsSuccess && _options.FlushFailureIsFinal)
            {
                // The first failure is the one that is told from now on.
                Interlocked.CompareExchange(ref _flushFailure, new StrongBox<BackendResult>(result), null);
            }
        }

        if (LateHop(DriveEvent.Flush, zone, fault) is { } late)
        {
            await late;
        }

        return result;
    }

    /// <summary>What keeps the drive from writing for good: reads go on.</summary>
    private BackendResult Failure() => Volatile.Read(ref _flushFailure)?.Value ?? _metadata.Failure;

    private static DriveEvent EventOf(ZoneAction action) => action switch
    {
        ZoneAction.Open => DriveEvent.Open,
        ZoneAction.Close => DriveEvent.Close,
        ZoneAction.Finish => DriveEvent.Finish,
        ZoneAction.Reset => DriveEvent.Reset,
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "There is no such command."),
    };

    private ValueTask<BackendResult> ExecuteAsync(ZoneAction action, DriveZone zone)
    {
        if (_isGone)
        {
            return new(BackendResult.Failure(ZoneError.DeviceGone));
        }

        BackendResult failure = Failure();
        if (!failure.IsSuccess)
        {
            return new(failure);
        }

        return action switch
        {
            ZoneAction.Reset => ResetAsync(zone),
            ZoneAction.Open => new(ChangeCondition(zone, DriveOperation.Open)),
            ZoneAction.Close => new(ChangeCondition(zone, DriveOperation.Close)),
            _ => new(ChangeCondition(zone, DriveOperation.Finish)),
        };
    }

    private BackendResult ChangeCondition(DriveZone zone, DriveOperation operation)
    {
        ZoneError error;
        lock (zone.Gate)
        {
            // A descriptor extension is something to keep, so a zone that has one does not fall back to Empty.
            bool isWritten = zone.WritePointer.AcceptedBytes > 0 || zone.Extension is not null;
            error = _resources.Apply(zone, operation, isWritten);
        }

        if (error == ZoneError.None && operation == DriveOperation.Finish)
        {
            _metadata.MarkDirty(zone.Index);
        }

        return new BackendResult(error);
    }

    /// <summary>First the record, then the data, then the answer: after a crash the old data are whole or the zone is empty.</summary>
    private async ValueTask<BackendResult> ResetAsync(DriveZone zone)
    {
        DriveTransition transition;
        uint incarnation;
        bool isEmpty;
        lock (zone.Gate)
        {
            transition = DriveRules.Apply(_options.Flavour, zone.Type, zone.Condition, isWritten: true, DriveOperation.Reset);
            isEmpty = zone.Condition == ZoneCondition.Empty;
            incarnation = unchecked(zone.Incarnation + 1);
            zone.IsResetting = transition.Error == ZoneError.None && !isEmpty && incarnation != 0;
        }

        if (transition.Error != ZoneError.None)
        {
            return BackendResult.Failure(transition.Error);
        }

        if (isEmpty)
        {
            return BackendResult.Success();
        }

        if (incarnation == 0)
        {
            // The count is used up: a life with a number that was there before would take that one's records for its own.
            return BackendResult.Failure(ZoneError.InvalidTransition);
        }

        try
        {
            return await ResetAsync(zone, incarnation).ConfigureAwait(false);
        }
        finally
        {
            ZoneCondition? putOff = EndReset(zone);
            if (putOff is not null)
            {
                SetCondition(zone, putOff.Value);
            }
        }
    }

    private static ZoneCondition? EndReset(DriveZone zone)
    {
        lock (zone.Gate)
        {
            ZoneCondition? putOff = zone.ConditionAfterReset;
            zone.ConditionAfterReset = null;
            zone.IsResetting = false;
            return putOff;
        }
    }

    private async ValueTask<BackendResult> ResetAsync(DriveZone zone, uint incarnation)
    {
        ValueTask<BackendResult> recording = _metadata.RecordAsync(zone.Index, new StoredZone(0, ZoneCondition.Empty, incarnation));
        bool leavesScheduler = !recording.IsCompleted;
        BackendResult recorded = await recording.ConfigureAwait(false);
        if (!recorded.IsSuccess)
        {
            return recorded;
        }

        if (leavesScheduler)
        {
            // Discarding may block: not on the thread that writes the metadata.
            await new DriveHop(this, new DriveStep(DriveEvent.Reset, zone.Index));
        }

        BackendResult discarded = _data.Discard(zone.Index);
        lock (zone.Gate)
        {
            zone.Incarnation = incarnation;
            zone.WritePointer.MoveTo(0);
            zone.PreferredAcceptedBytes = 0;
            zone.NonSequential = false;
            zone.ResetRecommended = false;
            zone.FinishRecommended = false;
            zone.Extension = null;
            _resources.Set(zone, ZoneCondition.Empty);
        }

        return discarded;
    }

    private void Leave(DriveZone zone)
    {
        DriveHop? waiter;
        lock (zone.Gate)
        {
            zone.LeaveLocked();
            while (zone.Parked.Take() is { } read)
            {
                Post(read);
            }

            waiter = zone.TakeWaiterLocked();
        }

        if (waiter is not null)
        {
            Post(waiter);
        }

        Kick();
    }
}
