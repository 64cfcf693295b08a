using ZonedSdk.Backends;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>Stands above the recorded line and treats runtime and drive as a buggy runtime would treat the drive: the record shows what really went over the line.</summary>
internal sealed class BuggyLine(IZoneBackend inner, Bug bug) : ProxyBackend(inner)
{
    private readonly List<ProxyCommand> _atDrive = [];
    private readonly Queue<Action> _later = new();
    private readonly Dictionary<long, byte[]> _seen = [];
    private readonly HashSet<ProxyCommand> _retried = [];
    private ProxyCommand? _stashed;
    private int _stashAge;
    private long _calls;

    public override Limits Limits => bug == Bug.IgnoresLimits ? base.Limits with { MaxOpenZones = 0, MaxActiveZones = 0 } : base.Limits;

    public override BackendCapabilities Capabilities => bug == Bug.IgnoresOrder ? base.Capabilities with { EnforcesOrder = false } : base.Capabilities;

    public override void Kick()
    {
        SubmitStashed(onlyOld: true);
        Inner.Kick();
        while (_later.TryDequeue(out Action? act))
        {
            act();
        }
    }

    public override void OnCompleted(ProxyCommand command, in BackendResult result)
    {
        _atDrive.Remove(command);
        long length = command.Below.CommandLengthBytes;
        switch (bug)
        {
            case Bug.SwallowsCompletion when command.IsWrite && EveryTenth():
                return;
            case Bug.TakesFailureForSuccess when command.IsWrite && !result.IsSuccess:
                command.Pass(BackendResult.Success(length));
                return;
            case Bug.ReportsBeforeDrain when command.IsWrite && !result.IsSuccess:
                foreach (ProxyCommand other in _atDrive.Where(c => c.IsWrite && c.Zone == command.Zone).ToArray())
                {
                    other.Pass(BackendResult.Failure(ZoneError.Follower));
                }

                break;
            case Bug.RetriesSilently when command.IsWrite && !result.IsSuccess && result.Error == ZoneError.Io && _retried.Add(command):
                var again = new ProxyCommand(this, command.Above);
                _retried.Add(again);
                _atDrive.Add(again);
                SubmitBelow(again);
                Inner.Kick();
                return;
            case Bug.ReadsStaleData:
                Remember(command, result);
                break;
            case Bug.ReadsNothing when !command.IsWrite && EveryTenth():
                command.Below.Buffer.Span.Clear();
                break;
            case Bug.TouchesBufferLate when !command.IsWrite && EveryTenth():
                Memory<byte> buffer = command.Below.Buffer;
                _later.Enqueue(() => buffer.Span[0] ^= 1);
                break;
            default:
                break;
        }

        command.Pass(result);
    }

    public override async ValueTask<BackendResult> ManageAsync(ZoneAction action, int zone, CancellationToken cancellationToken)
    {
        switch (bug)
        {
            case Bug.EndsManagementEarly when action == ZoneAction.Reset:
                _ = base.ManageAsync(action, zone, cancellationToken).AsTask();
                return BackendResult.Success();
            case Bug.LosesReset when action == ZoneAction.Reset:
                return BackendResult.Success();
            default:
                return await base.ManageAsync(action, zone, cancellationToken);
        }
    }

    public override async ValueTask<BackendResult> ReportAsync(int firstZone, Memory<ZoneInfo> zones, CancellationToken cancellationToken)
    {
        bool isRecovery = !RecordingBackend.IsListing;
        if (bug == Bug.GuessesThePointer && isRecovery)
        {
            zones.Span[0] = new ZoneInfo
            {
                Index = firstZone,
                Type = ZoneType.SequentialWriteRequired,
                Condition = ZoneCondition.Closed,
                Start = Geometry.StartOf(firstZone),
                LengthBytes = Geometry.LengthOf(firstZone),
                CapacityBytes = Geometry.LengthOf(firstZone),
                WritePointer = Geometry.StartOf(firstZone),
            };
            return BackendResult.Success(1);
        }

        BackendResult result = await base.ReportAsync(firstZone, zones, cancellationToken);
        if (bug == Bug.ReportsTwice && isRecovery && result.IsSuccess)
        {
            return await base.ReportAsync(firstZone, zones, cancellationToken);
        }

        ZoneInfo told = zones.Span[0];
        if (bug == Bug.RewindsTooFar && isRecovery && result.IsSuccess && told.HasValidWritePointer && told.WritePointer > told.Start)
        {
            zones.Span[0] = told with { WritePointer = told.WritePointer - Stamp.BlockBytes, Condition = ZoneCondition.Closed };
        }

        return result;
    }

    public override ValueTask<BackendResult> FlushAsync(int zone, CancellationToken cancellationToken) =>
        bug == Bug.LosesFlush ? new(BackendResult.Success()) : base.FlushAsync(zone, cancellationToken);

    protected override void OnSubmit(ProxyCommand command)
    {
        long length = command.Below.CommandLengthBytes;
        if ((bug == Bug.AcknowledgesBeforeLanding && command.IsWrite && EveryTenth()) || (bug == Bug.ResetsUnderReads && !command.IsWrite))
        {
            _later.Enqueue(() => command.Pass(BackendResult.Success(length)));
        }

        if (bug == Bug.SwapsWrites && command.IsWrite && _stashed is null && EveryTenth())
        {
            _stashed = command;
            _stashAge = 0;
            return;
        }

        _atDrive.Add(command);
        SubmitBelow(command);
        if (_stashed is { } stashed && stashed.Zone == command.Zone && command.IsWrite)
        {
            SubmitStashed(onlyOld: false);
        }
    }

    // Until another write of the zone has overtaken it, or nobody comes.
    private void SubmitStashed(bool onlyOld)
    {
        if (_stashed is { } stashed && (!onlyOld || ++_stashAge > 3))
        {
            _stashed = null;
            _atDrive.Add(stashed);
            SubmitBelow(stashed);
        }
    }

    // Keeps the first thing that was ever written or read at an address, and gives it to every reader.
    private void Remember(ProxyCommand command, in BackendResult result)
    {
        for (int at = 0; result.IsSuccess && at < command.Below.Buffer.Length; at += Stamp.BlockBytes)
        {
            Span<byte> block = command.Below.Buffer.Span.Slice(at, Stamp.BlockBytes);
            long address = command.Below.Offset + at;
            if (!_seen.TryGetValue(address, out byte[]? first))
            {
                _seen.Add(address, block.ToArray());
            }
            else if (!command.IsWrite)
            {
                first.CopyTo(block);
            }
        }
    }

    private bool EveryTenth() => ++_calls % 10 == 0;
}
