namespace ZonedSdk.Simulation.Simulator;

/// <summary>Within one life of a zone acknowledged writes do not overlap, and who called after another one was told lies behind him.</summary>
internal static class OrderRule
{
    private const string Name = "order";

    public static void Check(HistoryIndex index, List<Violation> found)
    {
        CheckDisjoint(index, found);
        CheckRealTime(index, found);
    }

    private static void CheckDisjoint(HistoryIndex index, List<Violation> found)
    {
        // By what the callers were told, not by what the drive got: a wrong telling must show by itself.
        var owners = new Dictionary<(int Zone, int Life, long Address), Operation>();
        foreach (Operation write in index.Writes.Where(w => w.HasSucceeded).OrderBy(w => index.PlacementOf(w)?.SubmittedAt ?? w.ReturnedAt))
        {
            ZoneTimeline zone = index.Zone(write.Zone);
            long at = index.PlacementOf(write)?.SubmittedAt ?? write.ReturnedAt;
            int life = index.PlacementOf(write)?.Life ?? zone.LifeAt(at);
            for (int block = 0; block < write.Blocks; block++)
            {
                long address = write.ToldOffset + ((long)block * Stamp.BlockBytes);
                if (owners.TryGetValue((write.Zone, life, address), out Operation? other)
                    && !zone.IsLost(address, index.PlacementOf(other)?.SubmittedAt ?? other.CalledAt, at))
                {
                    found.Add(new Violation(Name, write.ReturnedAt, $"{write} and {other} were both told to be at {address} of zone {write.Zone}, life {life}"));
                    break;
                }

                owners[(write.Zone, life, address)] = write;
            }
        }
    }

    private static void CheckRealTime(HistoryIndex index, List<Violation> found)
    {
        var floors = new Dictionary<(int Zone, int Life), (long End, Operation By)>();
        var atCall = new Dictionary<long, (int Life, long End, Operation By)>();
        foreach (HistoryEvent happened in index.Events)
        {
            if (happened is Called { Operation: { IsWrite: true } call })
            {
                int life = index.Zone(call.Zone).LifeAt(happened.Time);
                if (floors.TryGetValue((call.Zone, life), out (long End, Operation By) floor))
                {
                    atCall[call.Id] = (life, floor.End, floor.By);
                }
            }
            else if (happened is Returned { Operation: { IsWrite: true, HasSucceeded: true } write } && index.PlacementOf(write) is { } placement)
            {
                if (atCall.TryGetValue(write.Id, out (int Life, long End, Operation By) before)
                    && before.Life == placement.Life
                    && write.ToldOffset < before.End
                    && !index.Zone(write.Zone).IsLost(before.End - 1, before.By.CalledAt, placement.SubmittedAt))
                {
                    found.Add(new Violation(Name, happened.Time, $"{write} is at {write.ToldOffset}, below {before.By} (up to {before.End}), which was told done before it was called"));
                }

                (int Zone, int Life) key = (write.Zone, placement.Life);
                if (!floors.TryGetValue(key, out (long End, Operation By) known) || known.End < placement.End)
                {
                    floors[key] = (placement.End, write);
                }
            }
            else if (happened is ZoneMoved { IsNewLife: false } moved && moved.After.HasValidWritePointer)
            {
                (int Zone, int Life) key = (moved.After.Index, moved.Life);
                if (floors.TryGetValue(key, out (long End, Operation By) known) && known.End > moved.After.WritePointer)
                {
                    floors.Remove(key);
                }
            }
        }
    }
}
