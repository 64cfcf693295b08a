namespace ZonedSdk.Simulation.Simulator;

/// <summary>A write that was told to be done went to the drive once, at the offset that was told, and the drive had said so before.</summary>
internal static class AcknowledgementRule
{
    private const string Name = "acknowledgement";

    public static void Check(HistoryIndex index, List<Violation> found)
    {
        foreach (Operation write in index.Writes)
        {
            IReadOnlyList<Placement> placements = index.PlacementsOf(write);
            if (placements.Count > 1)
            {
                found.Add(new Violation(Name, placements[1].SubmittedAt, $"{write} was handed to the drive {placements.Count} times"));
            }

            if (write.HasSucceeded)
            {
                CheckDone(write, placements, found);
            }
        }

        CheckPointer(index, found);
    }

    private static void CheckDone(Operation write, IReadOnlyList<Placement> placements, List<Violation> found)
    {
        if (placements.Count == 0)
        {
            found.Add(new Violation(Name, write.ReturnedAt, $"{write} was told done and never handed to the drive"));
            return;
        }

        Placement placement = placements[0];
        if (placement.Offset != write.ToldOffset)
        {
            found.Add(new Violation(Name, write.ReturnedAt, $"{write} was told to be at {write.ToldOffset} and was written at {placement.Offset}"));
        }

        CommandRecord command = placement.Command;
        bool isCovered = command.Offset + command.Result.BytesTransferred >= placement.End;
        if (command.CompletedAt > write.ReturnedAt)
        {
            found.Add(new Violation(Name, write.ReturnedAt, $"{write} was told done while {command} was at the drive"));
        }
        else if (!isCovered)
        {
            found.Add(new Violation(Name, write.ReturnedAt, $"{write} was told done though {command} ended with {command.Result}"));
        }
    }

    // The drive's own pointer, at the moment of the telling, is not below what is told.
    private static void CheckPointer(HistoryIndex index, List<Violation> found)
    {
        var drive = new Dictionary<int, ZoneInfo>();
        foreach (HistoryEvent happened in index.Events)
        {
            if (happened is ZoneMoved moved)
            {
                drive[moved.After.Index] = moved.After;
            }
            else if (happened is Returned { Operation: { IsWrite: true, IsFlushed: false, HasSucceeded: true } write }
                && index.PlacementOf(write) is { } placement
                && drive.TryGetValue(write.Zone, out ZoneInfo info)
                && info.HasValidWritePointer
                && info.WritePointer < placement.End
                && index.Zone(write.Zone).LifeAt(happened.Time) == placement.Life
                && !index.Zone(write.Zone).IsLost(placement.End - 1, placement.SubmittedAt, happened.Time))
            {
                found.Add(new Violation(Name, happened.Time, $"{write} was told done up to {placement.End} while the drive's write pointer is at {info.WritePointer}"));
            }
        }
    }
}
