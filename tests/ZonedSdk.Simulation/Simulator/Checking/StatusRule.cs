namespace ZonedSdk.Simulation.Simulator;

/// <summary>The runtime's own view of a zone: three ordered pointers; epochs and lives only grow; within an epoch the submitted pointer only grows.</summary>
internal static class StatusRule
{
    private const string Name = "status";

    public static void Check(HistoryIndex index, List<Violation> found)
    {
        var last = new Dictionary<int, ZoneStatus>();
        foreach (HistoryEvent happened in index.Events)
        {
            if (happened is Opened)
            {
                last.Clear();
            }
            else if (happened is StatusChanged { Status: var now })
            {
                if (now.Submitted < now.Acknowledged || now.Acknowledged < now.Durable)
                {
                    found.Add(new Violation(Name, happened.Time, $"zone {now.Zone}: submitted {now.Submitted}, acknowledged {now.Acknowledged}, durable {now.Durable} are out of order"));
                }

                if (last.TryGetValue(now.Zone, out ZoneStatus before))
                {
                    Compare(happened.Time, before, now, found);
                }

                last[now.Zone] = now;
            }
        }
    }

    private static void Compare(long time, in ZoneStatus before, in ZoneStatus now, List<Violation> found)
    {
        if (now.Epoch < before.Epoch || now.Incarnation < before.Incarnation)
        {
            found.Add(new Violation(Name, time, $"zone {now.Zone} went back from epoch {before.Epoch} to {now.Epoch}, life {before.Incarnation} to {now.Incarnation}"));
        }

        if (now.Epoch == before.Epoch && now.Submitted < before.Submitted)
        {
            found.Add(new Violation(Name, time, $"the pointer of zone {now.Zone} went back from {before.Submitted} to {now.Submitted} within epoch {now.Epoch}"));
        }
    }
}
