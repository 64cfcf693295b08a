using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>A read brings what was acknowledged; where nothing was, zeroes or what somebody did write there in this life of the zone; never another life's data, and never two lives at once.</summary>
internal static class ContentRule
{
    private const string Name = "content";

    public static void Check(HistoryIndex index, List<Violation> found)
    {
        // A read at the drive that a fault bent brings anything; which operation it served shows by zone and time.
        List<CommandRecord> bentReads = [.. index.Events.OfType<Submitted>().Select(s => s.Command)
            .Where(c => !c.IsWrite && c.Fault?.Effect is FaultEffect.FlipBit or FaultEffect.WrongAddress)];
        foreach (Operation read in index.Operations.Values.Where(o => o.Kind == OperationKind.Read && o.HasSucceeded))
        {
            if (!bentReads.Exists(c => c.Zone == read.Zone && c.Offset == read.Offset && c.SubmittedAt > read.CalledAt && c.SubmittedAt < read.ReturnedAt))
            {
                CheckRead(index, read, found);
            }
        }
    }

    private static void CheckRead(HistoryIndex index, Operation read, List<Violation> found)
    {
        ZoneTimeline zone = index.Zone(read.Zone);
        int firstLife = zone.LifeAt(read.CalledAt);
        int lastLife = zone.LifeAt(read.ReturnedAt);
        var lives = new HashSet<int>();
        for (int i = 0; i < read.Content.Length; i++)
        {
            long address = read.Offset + ((long)i * Stamp.BlockBytes);
            BlockContent content = read.Content[i];
            if (zone.IsCorrupted(address, firstLife, read.ReturnedAt) || zone.IsCorrupted(address, lastLife, read.ReturnedAt))
            {
                continue;
            }

            List<Placement> here = zone.ByBlock.TryGetValue(address, out List<Placement>? known) ? known : [];
            if (RequiredAt(zone, here, read, address, firstLife, lastLife) is { } required && required.Operation.Id != content.Operation)
            {
                found.Add(new Violation(Name, read.ReturnedAt, $"{read} brought {content} at {address}, where {required.Operation} was acknowledged"));
                return;
            }

            if (content.IsZero)
            {
                continue;
            }

            Placement? source = here.Find(p => p.Operation.Id == content.Operation
                && p.Offset + ((long)content.Block * Stamp.BlockBytes) == address
                && p.SubmittedAt < read.ReturnedAt
                && p.Life >= firstLife && p.Life <= lastLife);
            if (source is null)
            {
                found.Add(new Violation(Name, read.ReturnedAt, $"{read} brought {content} at {address}, which nobody wrote there in life {firstLife}{(lastLife == firstLife ? "" : $" to {lastLife}")}"));
                return;
            }

            if (zone.MuddledAt > read.ReturnedAt && IsKnownNotLanded(source.Operation, content.Block, read))
            {
                found.Add(new Violation(Name, read.ReturnedAt, $"{read} brought {content} at {address}; its writer was told that only {source.Operation.Outcome.LandedBytes} bytes landed"));
                return;
            }

            lives.Add(source.Life);
        }

        CheckEnd(zone, read, firstLife, lastLife, found);
        if (lives.Count > 1)
        {
            found.Add(new Violation(Name, read.ReturnedAt, $"{read} mixes {lives.Count} lives of zone {read.Zone}"));
        }
    }

    // A read that ends early must not end before what was acknowledged.
    private static void CheckEnd(ZoneTimeline zone, Operation read, int firstLife, int lastLife, List<Violation> found)
    {
        for (int i = read.Content.Length; i < read.Blocks; i++)
        {
            long address = read.Offset + ((long)i * Stamp.BlockBytes);
            if (zone.ByBlock.TryGetValue(address, out List<Placement>? here) && RequiredAt(zone, here, read, address, firstLife, lastLife) is { } required)
            {
                found.Add(new Violation(Name, read.ReturnedAt, $"{read} ended before {address}, where {required.Operation} was acknowledged"));
                return;
            }
        }
    }

    // What was acknowledged (or told as landed) before the read was called, in a life that lasted through it, and was not lost since.
    private static Placement? RequiredAt(ZoneTimeline zone, List<Placement> here, Operation read, long address, int firstLife, int lastLife)
    {
        if (firstLife != lastLife)
        {
            return null;
        }

        Placement? required = here.FindLast(p => p.Life == firstLife
            && p.Operation.ReturnedAt < read.CalledAt
            && (p.Operation.HasSucceeded || p.Operation.Outcome.LandedBytes > address - p.Offset));
        return required is not null && !zone.IsLost(address, required.SubmittedAt, read.ReturnedAt) && zone.MuddledAt > read.ReturnedAt ? required : null;
    }

    private static bool IsKnownNotLanded(Operation write, int block, Operation read) =>
        write.Outcome is { Kind: OutcomeKind.Failed, LandedBytes: { } landed } && write.ReturnedAt < read.CalledAt && !write.IsFlushed && (long)block * Stamp.BlockBytes >= landed;
}
