using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>Durable means: a flush of the drive began after the write was done, and ended well before anybody was told. What was told to be durable survives a power cut. After a failed flush no other one succeeds before a recovery of the device.</summary>
internal static class DurabilityRule
{
    private const string Name = "durability";

    public static void Check(HistoryIndex index, List<Violation> found)
    {
        var begun = new Dictionary<long, long>();
        var flushes = new List<(long Began, long Ended, int Zone, bool IsLie)>();
        var durable = new List<(Placement Placement, long Since)>();
        long openedAt = 0;
        long failedAt = -1;
        foreach (HistoryEvent happened in index.Events)
        {
            switch (happened)
            {
                case Opened:
                    (openedAt, failedAt) = (happened.Time, -1);
                    break;
                case FlushBegan flush:
                    begun[flush.Id] = flush.Time;
                    break;
                case FlushEnded { Result.IsSuccess: true } flush:
                    flushes.Add((begun[flush.Id], flush.Time, flush.Zone, flush.Fault == FaultEffect.Lie));
                    break;
                case Returned { Operation.Kind: OperationKind.RecoverDevice, Outcome.Kind: OutcomeKind.Succeeded }:
                    failedAt = -1;
                    break;
                case Returned { Operation.Kind: OperationKind.Flush, Outcome: { Kind: OutcomeKind.Failed, Error: ZoneError.FlushFailed } }:
                    failedAt = failedAt < 0 ? happened.Time : failedAt;
                    break;
                case Returned { Outcome.Kind: OutcomeKind.Succeeded } returned:
                    CheckPromise(index, returned, flushes, durable, openedAt, failedAt, found);
                    break;
                case ZoneMoved { Cause: ChangeCause.PowerCut } moved:
                    CheckSurvival(index, moved, durable, found);
                    break;
                default:
                    break;
            }
        }
    }

    private static void CheckPromise(
        HistoryIndex index, Returned returned, List<(long Began, long Ended, int Zone, bool IsLie)> flushes, List<(Placement Placement, long Since)> durable, long openedAt, long failedAt, List<Violation> found)
    {
        Operation operation = returned.Operation;
        bool isFlush = operation.Kind == OperationKind.Flush;
        if (!isFlush && operation.Kind != OperationKind.WaitDurable && !(operation.IsWrite && operation.IsFlushed))
        {
            return;
        }

        if (isFlush && failedAt >= 0 && failedAt < operation.CalledAt)
        {
            found.Add(new Violation(Name, returned.Time, $"{operation} succeeded after a flush had failed at {failedAt}"));
        }

        if (isFlush && !flushes.Exists(f => f.Began > operation.CalledAt && Covers(f.Zone, operation.Zone)))
        {
            found.Add(new Violation(Name, returned.Time, $"{operation} was told done, and the drive was not flushed"));
        }

        foreach (Operation write in index.Writes)
        {
            // The caller's own promise covers what was done when he called; whoever waits for an offset is promised all below it.
            if (!(write.HasSucceeded || write == operation) || index.PlacementOf(write) is not { } placement || placement.SubmittedAt < openedAt || !IsPromised(index, operation, returned.Time, write, placement))
            {
                continue;
            }

            long doneAt = placement.Command.CompletedAt;
            int covering = flushes.FindIndex(f => f.Began > doneAt && f.Ended < returned.Time && Covers(f.Zone, write.Zone));
            if (covering < 0)
            {
                found.Add(new Violation(Name, returned.Time, $"{operation} promises that {write} is durable, and no flush of the drive began after it was done"));
            }
            else if (flushes.Exists(f => f.Began > doneAt && f.Ended < returned.Time && Covers(f.Zone, write.Zone) && !f.IsLie))
            {
                durable.Add((placement, returned.Time));
            }
        }
    }

    private static bool IsPromised(HistoryIndex index, Operation promise, long now, Operation write, Placement placement)
    {
        if (promise.IsWrite)
        {
            return write == promise;
        }

        if (promise.Kind == OperationKind.Flush)
        {
            return Covers(promise.Zone, write.Zone) && write.ReturnedAt < promise.CalledAt && !write.IsFlushed;
        }

        ZoneTimeline zone = index.Zone(promise.Zone);
        return write.Zone == promise.Zone
            && placement.End <= promise.Offset
            && placement.SubmittedAt < promise.CalledAt
            && placement.Life == zone.LifeAt(promise.CalledAt)
            && placement.Life == zone.LifeAt(now)
            && !zone.IsLost(placement.Offset, placement.SubmittedAt, now);
    }

    private static void CheckSurvival(HistoryIndex index, ZoneMoved moved, List<(Placement Placement, long Since)> durable, List<Violation> found)
    {
        ZoneTimeline zone = index.Zone(moved.After.Index);
        foreach (Loss loss in zone.Losses.Where(l => l.Time == moved.Time))
        {
            foreach ((Placement placement, _) in durable)
            {
                Operation write = placement.Operation;
                if (write.Zone == moved.After.Index && placement.Life == moved.Life && placement.End > loss.From && placement.Offset < loss.To
                    && !zone.IsLost(placement.End - 1, placement.SubmittedAt, moved.Time - 1)
                    && zone.MuddledAt > moved.Time
                    && !MayHaveBeenReset(index, moved, placement))
                {
                    found.Add(new Violation(Name, moved.Time, $"{write} at {placement.Offset} was durable and did not survive: the zone ends at {loss.From}"));
                    return;
                }
            }
        }
    }

    // A reset whose record could not be synchronised may be on the medium all the same: then the zone is empty in its next life.
    private static bool MayHaveBeenReset(HistoryIndex index, ZoneMoved moved, Placement placement) =>
        moved.After.Condition == ZoneCondition.Empty
        && index.Events.Any(e => e.Time > placement.SubmittedAt && e.Time < moved.Time
            && e is ManageEnded { Action: ZoneAction.Reset, Result.Error: ZoneError.FlushFailed } reset && reset.Zone == moved.After.Index);

    private static bool Covers(int flushed, int zone) => flushed == IZoneBackend.AllZones || flushed == zone;
}
