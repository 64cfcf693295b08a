using ZonedSdk.Backends;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>Bends a run as one bug would: on the line to the drive, or in what callers are told.</summary>
internal sealed class BuggyTelling(Bug bug) : Sabotage
{
    private readonly Dictionary<int, long> _lastOffset = [];
    private long _calls;

    public override IZoneBackend Wrap(IZoneBackend recorded, World world) => new BuggyLine(recorded, bug);

    public override Outcome BendOutcome(Operation operation, Outcome outcome)
    {
        bool isDone = outcome.Kind == OutcomeKind.Succeeded;
        switch (bug)
        {
            case Bug.TellsWrongOffset when isDone && operation.IsAppend && EveryTenth():
                return outcome with { Value = outcome.Value + Stamp.BlockBytes };
            case Bug.TellsOffsetTwice when isDone && operation.IsAppend:
                long told = _lastOffset.TryGetValue(operation.Zone, out long last) && EveryTenth() ? last : outcome.Value;
                _lastOffset[operation.Zone] = outcome.Value;
                return outcome with { Value = told };
            case Bug.InventsLandedBytes when outcome is { Kind: OutcomeKind.Failed, LandedBytes: not null, RootCause: not null } && operation.IsWrite:
                return outcome with { LandedBytes = outcome.LandedBytes + Stamp.BlockBytes };
            case Bug.InventsCause when outcome is { Kind: OutcomeKind.Failed, RootCause: { } cause }:
                return outcome with { RootCause = cause with { Offset = cause.Offset + (1L << 40) } };
            case Bug.TellsSuccessAsFailure when isDone && operation is { IsWrite: true, IsFlushed: false } && EveryTenth():
                return new Outcome { Kind = OutcomeKind.Failed, Error = ZoneError.Io };
            case Bug.TellsFollowerAsSuccess when outcome.Error == ZoneError.Follower && operation.IsAppend:
                return new Outcome { Kind = OutcomeKind.Succeeded, Value = outcome.ErrorOffset };
            default:
                return outcome;
        }
    }

    public override ValueTask BendWait(ValueTask wait)
    {
        switch (bug)
        {
            case Bug.WaitEndsAtOnce:
                _ = wait.AsTask().ContinueWith(static t => _ = t.Exception, TaskScheduler.Default);
                return ValueTask.CompletedTask;
            case Bug.WaitNeverEnds:
                _ = wait.AsTask().ContinueWith(static t => _ = t.Exception, TaskScheduler.Default);
                return new ValueTask(new TaskCompletionSource().Task);
            default:
                return wait;
        }
    }

    public override ZoneStatus BendStatus(ZoneStatus status) => bug switch
    {
        Bug.EpochGoesBack when status.Epoch > 1 && EveryTenth() => status with { Epoch = status.Epoch - 1 },
        Bug.PointerDrifts when status.Submitted > 0 => status with { Submitted = status.Submitted + Stamp.BlockBytes },
        _ => status,
    };

    public override bool EndsTwice(Operation operation) => bug == Bug.EndsTwice && EveryTenth();

    private bool EveryTenth() => ++_calls % 10 == 0;
}
