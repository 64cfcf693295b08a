using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>Where a write operation met the drive.</summary>
internal sealed record Placement(Operation Operation, CommandRecord Command, long Offset, int Life)
{
    public long End => Offset + Operation.LengthBytes;

    public long SubmittedAt => Command.SubmittedAt;
}

/// <summary>Bytes that the drive had and has no longer.</summary>
internal sealed record Loss(long Time, long From, long To, ChangeCause Cause);

/// <summary>What became of one zone over time, as the drive itself has it.</summary>
internal sealed class ZoneTimeline
{
    /// <summary>When each life began; the index is the life's number.</summary>
    public List<long> Lives { get; } = [-1];

    public List<Loss> Losses { get; } = [];

    /// <summary>Where the medium may hold anything, and since when.</summary>
    public List<(long Time, int Life, long From, long To)> Corruptions { get; } = [];

    public Dictionary<long, List<Placement>> ByBlock { get; } = [];

    /// <summary>From here on somebody else had his hands in the zone, or a report lied about it.</summary>
    public long MuddledAt { get; set; } = long.MaxValue;

    public int LifeAt(long time) => Lives.FindLastIndex(t => t <= time);

    public bool IsLost(long address, long from, long to) => Losses.Exists(l => l.Time >= from && l.Time <= to && address >= l.From && address < l.To);

    public bool IsCorrupted(long address, int life, long time) =>
        Corruptions.Exists(c => c.Time <= time && c.Life == life && address >= c.From && address < c.To);
}

/// <summary>The history in the order in which rules ask for it.</summary>
internal sealed class HistoryIndex
{
    private readonly Dictionary<long, List<Placement>> _placements = [];
    private readonly Dictionary<int, ZoneTimeline> _zones = [];
    private readonly Dictionary<int, long> _pendingReports = [];
    private readonly HashSet<long> _answered = [];

    public HistoryIndex(History history, CheckerFacts facts)
    {
        Events = history.Events;
        Operations = history.Operations;
        Facts = facts;
        foreach (HistoryEvent happened in Events)
        {
            Note(happened);
        }
    }

    public IReadOnlyList<HistoryEvent> Events { get; }

    public IReadOnlyDictionary<long, Operation> Operations { get; }

    public CheckerFacts Facts { get; }

    public IEnumerable<KeyValuePair<int, ZoneTimeline>> Zones => _zones;

    public IEnumerable<Operation> Writes => Operations.Values.Where(o => o.IsWrite);

    public ZoneTimeline Zone(int zone)
    {
        if (!_zones.TryGetValue(zone, out ZoneTimeline? timeline))
        {
            timeline = new ZoneTimeline();
            _zones.Add(zone, timeline);
        }

        return timeline;
    }

    /// <summary>Every time that an operation's data went to the drive.</summary>
    public IReadOnlyList<Placement> PlacementsOf(Operation operation) => _placements.TryGetValue(operation.Id, out List<Placement>? all) ? all : [];

    /// <summary>Where a write that went to the drive once went to; null where it never did.</summary>
    public Placement? PlacementOf(Operation operation) => PlacementsOf(operation) is [var first, ..] ? first : null;

    /// <summary>Whether a recovery's report came while somebody still waited for it. One that was given up may end at any time, and says nothing to anybody.</summary>
    public bool IsAnswer(ReportEnded report) => _answered.Contains(report.Id);

    private void Note(HistoryEvent happened)
    {
        switch (happened)
        {
            case ReportBegan { IsListing: false } began:
                _pendingReports[began.First] = began.Id;
                break;
            case ManageBegan began:
                _pendingReports.Remove(began.Zone);
                break;
            case ReportEnded { IsListing: false } ended when ended.Age < Facts.ReportTimeout && _pendingReports.GetValueOrDefault(ended.First) == ended.Id:
                _pendingReports.Remove(ended.First);
                _answered.Add(ended.Id);
                if (ended.Result.IsSuccess && !ended.IsTruthful)
                {
                    Zone(ended.First).MuddledAt = Math.Min(Zone(ended.First).MuddledAt, ended.Time);
                }

                break;
            case Submitted { Command: { IsWrite: true } command }:
                _pendingReports.Remove(command.Zone);
                Place(command);
                break;
            case ZoneMoved moved:
                NoteMove(moved);
                break;
            case Interfered { What: "foreign writer" or "lost write" } act:
                Zone(act.Zone).MuddledAt = Math.Min(Zone(act.Zone).MuddledAt, act.Time);
                break;
            default:
                break;
        }
    }

    private void Place(CommandRecord command)
    {
        ZoneTimeline zone = Zone(command.Zone);
        int life = zone.Lives.Count - 1;
        for (int i = 0; i < command.Blocks.Length; i++)
        {
            BlockContent block = command.Blocks[i];
            long address = command.Offset + ((long)i * Stamp.BlockBytes);
            if (!Operations.TryGetValue(block.Operation, out Operation? operation))
            {
                continue;
            }

            List<Placement> all = _placements.TryGetValue(operation.Id, out List<Placement>? known) ? known : _placements[operation.Id] = [];
            if (all.Find(p => p.Command == command) is not { } placement)
            {
                placement = new Placement(operation, command, address - ((long)block.Block * Stamp.BlockBytes), life);
                all.Add(placement);
            }

            (zone.ByBlock.TryGetValue(address, out List<Placement>? here) ? here : zone.ByBlock[address] = []).Add(placement);
        }

        if (command.IsCorrupted)
        {
            // A write that went astray has overwritten who knows what.
            bool isAstray = command.Fault!.Effect == FaultEffect.WrongAddress;
            zone.Corruptions.Add((command.SubmittedAt, life, isAstray ? 0 : command.Offset, isAstray ? long.MaxValue : command.End));
        }
    }

    private void NoteMove(ZoneMoved moved)
    {
        ZoneTimeline zone = Zone(moved.After.Index);
        if (moved.IsNewLife)
        {
            zone.Lives.Add(moved.Time);
            return;
        }

        long had = DataEnd(moved.Before);
        long has = DataEnd(moved.After);
        if (has < had)
        {
            zone.Losses.Add(new Loss(moved.Time, has, had, moved.Cause));
        }

        if (moved.Cause == ChangeCause.Interference && has > had)
        {
            zone.Corruptions.Add((moved.Time, zone.Lives.Count - 1, had, has));
        }
    }

    // Where the pointer means nothing nothing can be said to be missing.
    private static long DataEnd(in ZoneInfo info) => info.HasValidWritePointer ? info.WritePointer : info.End;
}
