using ZonedSdk.Backends;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>The drive's open and active limits hold at every instant, and the drive never has to say so to a write or an open.</summary>
internal static class LimitRule
{
    private const string Name = "limits";

    public static void Check(HistoryIndex index, List<Violation> found)
    {
        CheckerFacts facts = index.Facts;
        bool isMuddled = index.Zones.Any(z => z.Value.MuddledAt != long.MaxValue);
        long lastOpen = -1;
        int opens = 0;
        int mostActive = facts.MaxActive;
        foreach (HistoryEvent happened in index.Events)
        {
            switch (happened)
            {
                case Opened opened:
                    opens = 0;
                    // A power cut may leave more zones closed than may be active: unflushed, the full ones are no longer full. It only has to get better from there.
                    mostActive = Math.Max(facts.MaxActive, opened.Zones.Count(z => z.Type == ZoneType.SequentialWriteRequired && IsActive(z.Condition)));
                    break;
                case Occupied occupied when !isMuddled && ((facts.MaxOpen > 0 && occupied.Open > facts.MaxOpen) || (facts.MaxActive > 0 && occupied.Active > mostActive)):
                    found.Add(new Violation(Name, happened.Time, $"{occupied.Open} zones are open and {occupied.Active} active; the limits are {facts.MaxOpen} and {facts.MaxActive}"));
                    break;
                case ManageBegan { Action: ZoneAction.Open }:
                    opens++;
                    lastOpen = happened.Time;
                    break;

                // An explicit open that overtakes a write takes the last slot from under it: what no count can prevent the caller hears as transient.
                case Completed { Result.Error: ZoneError.TooManyOpenZones or ZoneError.TooManyActiveZones } completed
                    when !isMuddled && completed.Command.SubmittedAt > lastOpen && opens == 0:
                    found.Add(new Violation(Name, happened.Time, $"the drive refused {completed.Command}: {completed.Result.Error}"));
                    break;

                case ManageEnded { Action: ZoneAction.Open } ended when opens-- > 0 && ended.Result.IsSuccess:
                    lastOpen = happened.Time;
                    break;

                // FINISH passes through open on a disk, for which nobody can take a credit beforehand without starving writers.
                case ManageEnded { Action: not ZoneAction.Finish, Result.Error: ZoneError.TooManyOpenZones or ZoneError.TooManyActiveZones } ended when !isMuddled:
                    found.Add(new Violation(Name, happened.Time, $"the drive refused {ended.Action} of zone {ended.Zone}: {ended.Result.Error}"));
                    break;
                case Occupied occupied:
                    mostActive = Math.Max(facts.MaxActive, Math.Min(mostActive, occupied.Active));
                    break;
                default:
                    break;
            }
        }
    }

    private static bool IsActive(ZoneCondition condition) =>
        condition is ZoneCondition.ImplicitlyOpen or ZoneCondition.ExplicitlyOpen or ZoneCondition.Closed;
}
