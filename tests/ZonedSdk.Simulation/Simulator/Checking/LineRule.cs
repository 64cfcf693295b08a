using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>What may go over the line to the drive, and when: writes in the order of their offsets, one at a time where the drive enforces order, no recovery's report and no management while a command may still execute.</summary>
internal static class LineRule
{
    private const string Name = "line";

    public static void Check(HistoryIndex index, List<Violation> found)
    {
        var zones = new Dictionary<int, LineState>();
        foreach (HistoryEvent happened in index.Events)
        {
            switch (happened)
            {
                case Opened opened:
                    zones.Clear();
                    foreach (ZoneInfo info in opened.Zones)
                    {
                        zones[info.Index] = new LineState { Start = info.Start, Next = PointerOf(info) };
                    }

                    break;
                case Submitted submitted:
                    OnSubmitted(index, submitted, zones[submitted.Command.Zone], found);
                    break;
                case Completed completed:
                    CheckRefusal(index, completed, zones[completed.Command.Zone], found);
                    zones[completed.Command.Zone].End(completed.Command);
                    break;
                case ManageBegan began:
                    OnManageBegan(began, zones[began.Zone], found);
                    break;
                case ManageEnded ended:
                    zones[ended.Zone].Managing = 0;
                    zones[ended.Zone].OnManaged(ended);
                    break;
                case ReportBegan { IsListing: false } began when zones[began.First] is var zone && (zone.Writes.Count > 0 || zone.Managing != 0):
                    found.Add(new Violation(Name, began.Time, $"zone {began.First} was reported while {(zone.Writes.Count > 0 ? zone.Writes[0].ToString() : "a management command")} was at the drive"));
                    break;
                case ReportEnded { IsListing: false, Result.IsSuccess: true, Told.Length: 1 } report when index.IsAnswer(report):
                    // Whether the runtime believes it is its own matter: what it writes next shows that, and has to agree with one of the two.
                    zones[report.First].Next = report.IsTruthful ? PointerOf(report.Told[0]) : -1;
                    break;
                default:
                    break;
            }
        }
    }

    private static void OnSubmitted(HistoryIndex index, Submitted submitted, LineState zone, List<Violation> found)
    {
        CommandRecord command = submitted.Command;
        if (zone.Managing != 0 && (command.IsWrite || zone.IsResetting))
        {
            found.Add(new Violation(Name, submitted.Time, $"{command} went to the drive beside management command m{zone.Managing}"));
        }

        if (!command.IsWrite)
        {
            zone.Reads.Add(command);
            return;
        }

        if (index.Facts.EnforcesOrder && zone.Writes.Count > 0)
        {
            found.Add(new Violation(Name, submitted.Time, $"{command} went to a drive that enforces order beside {zone.Writes[0]}"));
        }

        if (zone.Next >= 0 && command.Offset != zone.Next)
        {
            found.Add(new Violation(Name, submitted.Time, $"{command} went to the drive where {zone.Next} was next"));
        }

        if (command.Blocks.Any(b => !index.Operations.ContainsKey(b.Operation)))
        {
            found.Add(new Violation(Name, submitted.Time, $"{command} carries data that nobody wrote"));
        }

        zone.Next = command.End;
        zone.Writes.Add(command);
    }

    private static void OnManageBegan(ManageBegan began, LineState zone, List<Violation> found)
    {
        if (zone.Managing != 0)
        {
            found.Add(new Violation(Name, began.Time, $"m{began.Id} went to zone {began.Zone} beside m{zone.Managing}"));
        }

        if (zone.Writes.Count > 0 || (began.Action == ZoneAction.Reset && zone.Reads.Count > 0))
        {
            found.Add(new Violation(Name, began.Time, $"{began.Action} of zone {began.Zone} with {(zone.Writes.Count > 0 ? zone.Writes[0] : zone.Reads[0])} at the drive"));
        }

        zone.Managing = began.Id;
        zone.IsResetting = began.Action == ZoneAction.Reset;
    }

    private static void CheckRefusal(HistoryIndex index, Completed completed, LineState zone, List<Violation> found)
    {
        // Without strangers and lies the runtime knows where the pointer stands; behind a failure it cannot.
        if (!zone.HasFailed && !zone.IsBehindUntold(completed.Command) && !DropsCache(index, completed) && completed is { Result.Error: ZoneError.Misaligned or ZoneError.Boundary, Command.IsWrite: true } && index.Zone(completed.Command.Zone).MuddledAt > completed.Time
            && index.Zone(completed.Command.Zone).Losses.TrueForAll(l => l.Time > completed.Time || l.Cause == ChangeCause.PowerCut))
        {
            found.Add(new Violation(Name, completed.Time, $"the drive refused {completed.Command}: {completed.Result.Error}"));
        }
    }

    // A flush that loses the cache breaks what is in flight, even where it loses nothing of that zone.
    private static bool DropsCache(HistoryIndex index, Completed completed) =>
        index.Events.Take((int)completed.Time).Any(e => e is FlushEnded { Fault: FaultEffect.DropData });

    private static long PointerOf(in ZoneInfo info) => info.HasValidWritePointer ? info.WritePointer : info.Condition == ZoneCondition.Full ? info.End : -1;

    private sealed class LineState
    {
        public required long Start { get; init; }

        /// <summary>Where the next write has to be; -1 where that is not certain.</summary>
        public long Next { get; set; }

        /// <summary>The management command that is at the drive; 0 = none.</summary>
        public long Managing { get; set; }

        /// <summary>A write failed, and others that were submitted with it are still at the drive.</summary>
        public bool HasFailed { get; private set; }

        public bool IsResetting { get; set; }

        public List<CommandRecord> Writes { get; } = [];

        public List<CommandRecord> Reads { get; } = [];

        /// <summary>A write before this one has ended at the drive, how nobody was told yet: it may be the failure that this one follows.</summary>
        public bool IsBehindUntold(CommandRecord command) =>
            Writes.Exists(w => w.Offset < command.Offset && w.Fault?.Effect is FaultEffect.LoseCompletion or FaultEffect.DelayCompletion);

        public void End(CommandRecord command)
        {
            Writes.Remove(command);
            HasFailed = Writes.Count > 0 && (HasFailed || (command.IsWrite && !command.IsWhole));
            Reads.Remove(command);
        }

        public void OnManaged(ManageEnded ended)
        {
            if (ended is { Result.IsSuccess: true, Action: ZoneAction.Reset })
            {
                Next = Start;
            }
            else if (ended is { Result.IsSuccess: true, Action: ZoneAction.Finish })
            {
                Next = -1;
            }
        }
    }
}
