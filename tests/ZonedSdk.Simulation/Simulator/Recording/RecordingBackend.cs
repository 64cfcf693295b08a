using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>Writes down what goes over the line between runtime and drive, and adds what only the line can do: completions that come twice, at once or much later.</summary>
internal sealed class RecordingBackend(IZoneBackend inner, History history, SimRandom random, TimeProvider time, FaultWatch faults, Action sample, Func<int, ZoneInfo> inspect, double duplicates)
    : ProxyBackend(inner)
{
    private static readonly AsyncLocal<bool> s_isListing = new();

    private readonly List<(ProxyCommand Command, BackendResult Result)> _late = [];

    /// <summary>Set by a client while it lists: its reports are not a recovery's.</summary>
    public static bool IsListing
    {
        get => s_isListing.Value;
        set => s_isListing.Value = value;
    }

    public int LateCount => _late.Count;

    /// <summary>Lets an old completion arrive once more.</summary>
    public void DeliverLate(int index)
    {
        (ProxyCommand command, BackendResult result) = _late[index];
        _late.RemoveAt(index);
        PassAgain(command, result);
    }

    public override void OnCompleted(ProxyCommand command, in BackendResult result)
    {
        sample();
        CommandRecord record = command.Record!;
        record.Result = result;
        record.CompletedAt = history.Now;
        history.Add(new Completed(record, result, Now - record.SubmittedTime));
        command.Pass(result);
        if (duplicates > 0 && random.Chance(duplicates))
        {
            if (random.Chance(0.5))
            {
                PassAgain(command, result);
            }
            else
            {
                _late.Add((command, result));
            }
        }
    }

    public override async ValueTask<BackendResult> ManageAsync(ZoneAction action, int zone, CancellationToken cancellationToken)
    {
        long id = history.NextLineId();
        history.Add(new ManageBegan(id, action, zone));
        faults.Mark();
        ValueTask<BackendResult> command = Inner.ManageAsync(action, zone, cancellationToken);
        FaultEffect? fault = faults.NewHit()?.Effect;
        BackendResult result = await command;
        sample();
        history.Add(new ManageEnded(id, action, zone, result, fault));
        return result;
    }

    public override async ValueTask<BackendResult> ReportAsync(int firstZone, Memory<ZoneInfo> zones, CancellationToken cancellationToken)
    {
        long id = history.NextLineId();
        bool isListing = IsListing;
        TimeSpan began = Now;
        history.Add(new ReportBegan(id, firstZone, zones.Length, isListing));
        faults.Mark();
        ValueTask<BackendResult> report = Inner.ReportAsync(firstZone, zones, cancellationToken);
        _ = faults.NewHit();
        BackendResult result = await report;
        sample();
        int told = result.IsSuccess ? (int)Math.Clamp(result.BytesTransferred, 0, zones.Length) : 0;
        ZoneInfo[] truth = [.. Enumerable.Range(firstZone, told).Select(inspect)];
        history.Add(new ReportEnded(id, firstZone, zones.Length, isListing, result, zones[..told].ToArray(), truth, Now - began));
        return result;
    }

    public override async ValueTask<BackendResult> FlushAsync(int zone, CancellationToken cancellationToken)
    {
        long id = history.NextLineId();
        history.Add(new FlushBegan(id, zone));
        faults.Mark();
        ValueTask<BackendResult> flush = Inner.FlushAsync(zone, cancellationToken);
        FaultEffect? fault = faults.NewHit()?.Effect;
        BackendResult result = await flush;
        sample();
        history.Add(new FlushEnded(id, zone, result, fault));
        return result;
    }

    protected override void OnSubmit(ProxyCommand command)
    {
        ZoneRequestParts parts = ZoneRequestParts.Of(command.Below);
        command.Record = new CommandRecord
        {
            Id = history.NextLineId(),
            Zone = command.Zone,
            IsWrite = command.IsWrite,
            Offset = command.Below.Offset,
            LengthBytes = parts.LengthBytes,
            Blocks = command.IsWrite ? parts.Blocks : [],
            SubmittedTime = Now,
        };
        faults.Mark();
        SubmitBelow(command);
        command.Record.Fault = faults.NewHit();
        command.Record.SubmittedAt = history.Now;
        history.Add(new Submitted(command.Record));
    }

    private TimeSpan Now => time.GetElapsedTime(0, time.GetTimestamp());

    private void PassAgain(ProxyCommand command, in BackendResult result)
    {
        if (command.Pass(result))
        {
            history.Add(new DuplicateAccepted(command.Record!));
        }
    }

    private readonly record struct ZoneRequestParts(long LengthBytes, BlockContent[] Blocks)
    {
        public static ZoneRequestParts Of(ZoneRequest head)
        {
            var blocks = new List<BlockContent>();
            long length = 0;
            for (ZoneRequest? part = head; part is not null; part = part.NextCoalesced)
            {
                length += part.LengthBytes;
                if (part.Kind == ZoneRequestKind.Write)
                {
                    blocks.AddRange(Stamp.ReadAll(part.Buffer.Span));
                }
            }

            return new ZoneRequestParts(length, [.. blocks]);
        }
    }
}
