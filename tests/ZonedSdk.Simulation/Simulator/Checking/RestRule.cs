using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>When nothing is under way, runtime and drive agree: on the pointer, on what is acknowledged, on the condition.</summary>
internal static class RestRule
{
    private const string Name = "rest";

    public static void Check(HistoryIndex index, List<Violation> found)
    {
        var gone = false;
        var recovered = new HashSet<int>();
        foreach (HistoryEvent happened in index.Events)
        {
            gone = happened switch
            {
                Opened => false,
                PowerCut or Completed { Result.Error: ZoneError.DeviceGone } or ManageEnded { Result.Error: ZoneError.DeviceGone }
                    or ReportEnded { Result.Error: ZoneError.DeviceGone } or FlushEnded { Result.Error: ZoneError.DeviceGone } => true,
                _ => gone,
            };
            if (happened is Returned { Operation: { Kind: OperationKind.Recover, HasSucceeded: true } recovery })
            {
                recovered.Add(recovery.Zone);
            }
            else if (happened is AtRest { IsRecovered: false })
            {
                recovered.Clear();
            }

            if (happened is AtRest rest && !gone)
            {
                for (int zone = index.Facts.FirstSequentialZone; zone < rest.Drive.Length; zone++)
                {
                    CheckZone(index, rest, zone, recovered.Contains(zone), found);
                }
            }
        }
    }

    private static void CheckZone(HistoryIndex index, AtRest rest, int zone, bool isRecovered, List<Violation> found)
    {
        ZoneStatus runtime = rest.Runtime[zone];
        ZoneInfo known = rest.RuntimeInfo[zone];
        ZoneInfo drive = rest.Drive[zone];
        if (runtime.IsFaulted || (!isRecovered && HasChangedByItself(index, zone, rest.Time)))
        {
            return;
        }

        if (runtime.InFlight != 0 || runtime.Waiting != 0)
        {
            found.Add(new Violation(Name, rest.Time, $"zone {zone} has {runtime.InFlight} requests in flight and {runtime.Waiting} waiting at rest"));
        }

        if (runtime.Acknowledged != runtime.Submitted)
        {
            found.Add(new Violation(Name, rest.Time, $"zone {zone} is acknowledged up to {runtime.Acknowledged} of {runtime.Submitted} at rest"));
        }

        if (drive.HasValidWritePointer && runtime.Submitted != drive.WritePointer)
        {
            found.Add(new Violation(Name, rest.Time, $"the pointer of zone {zone} is {runtime.Submitted} here and {drive.WritePointer} at the drive"));
        }

        // A drive that closes implicitly, or by itself, tells nobody; what is open or closed matters to its own counts only.
        if (Coarse(known.Condition) != Coarse(drive.Condition))
        {
            found.Add(new Violation(Name, rest.Time, $"zone {zone} is {known.Condition} here and {drive.Condition} at the drive"));
        }
    }

    private static ZoneCondition Coarse(ZoneCondition condition) => condition switch
    {
        ZoneCondition.ExplicitlyOpen or ZoneCondition.ImplicitlyOpen or ZoneCondition.Active => ZoneCondition.Closed,
        _ => condition,
    };

    // Until the next error or recovery nobody tells the runtime what the device did by itself.
    private static bool HasChangedByItself(HistoryIndex index, int zone, long until) =>
        index.Zone(zone).MuddledAt < until
        || index.Zone(zone).Losses.Exists(l => l.Time < until && l.Cause != ChangeCause.PowerCut)
        || index.Events.Any(e => e.Time < until && e switch
        {
            Interfered interfered => interfered.Zone == zone,
            Submitted { Command: var command } => command.Zone == zone && IsDeviceMade(command.Fault?.Effect),
            ManageEnded ended => ended.Zone == zone && IsDeviceMade(ended.Fault),
            _ => false,
        });

    private static bool IsDeviceMade(FaultEffect? fault) => fault is FaultEffect.ZoneReadOnly or FaultEffect.ZoneOffline or FaultEffect.ZoneFull;
}
