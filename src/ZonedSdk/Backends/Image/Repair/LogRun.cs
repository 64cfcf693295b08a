using ZonedSdk.Backends.Image.Format;

namespace ZonedSdk.Backends.Image.Repair;

/// <summary>The last records of a log that follow each other without a gap. What was last said of a zone counts as known where it stands in the run, or in a checkpoint that the run continues.</summary>
/// <param name="First">The first record of the run; one more than <paramref name="Last"/> where there is none.</param>
/// <param name="Last">The last record that was ever durable, as far as can be seen.</param>
/// <param name="Anchor">The checksum of the record in front of the run; null = unknown.</param>
/// <param name="OpenCount">The greatest open count that was seen.</param>
internal sealed record LogRun(ulong First, ulong Last, uint? Anchor, uint OpenCount)
{
    public bool IsEmpty => First > Last;

    /// <summary>Looks for the run.</summary>
    /// <param name="superblock">The image's facts.</param>
    /// <param name="ring">Every place of the ring.</param>
    /// <param name="isBelieved">Whether the record at a place says what a drive can have written.</param>
    /// <param name="newest">The newest checkpoint of which a page is good.</param>
    public static LogRun Find(Superblock superblock, ReadOnlySpan<JournalSlot> ring, Func<int, bool> isBelieved, CheckpointHeader? newest)
    {
        JournalSlot head = default;
        foreach (JournalSlot slot in ring)
        {
            if (slot.IsValid && (!head.IsValid || IsNewer(slot.Header.OpenCount, slot.Header.Sequence, head.Header.OpenCount, head.Header.Sequence)))
            {
                head = slot;
            }
        }

        uint openCount = Math.Max(head.IsValid ? head.Header.OpenCount : 0, newest?.OpenCount ?? 0);
        ulong last = 0;
        uint? anchor = null;
        if (head.IsValid)
        {
            // A group that is not whole was never durable: the log ends before it.
            bool isWhole = IsWholeGroup(superblock, ring, head.Header);
            last = isWhole ? head.Header.Sequence : head.Header.GroupFirst - 1;
            JournalSlot torn = ring[superblock.RingIndex(head.Header.GroupFirst)];
            anchor = isWhole ? head.Header.Checksum : torn.Holds(head.Header.GroupFirst) ? torn.Header.PreviousChecksum : null;
        }

        if (newest is { } page && (!head.IsValid || page.Sequence > last || IsNewer(page.OpenCount, page.Sequence, head.Header.OpenCount, head.Header.Sequence)))
        {
            last = page.Sequence;
            anchor = page.RecordChecksum;
        }

        return WalkBack(superblock, ring, isBelieved, new LogRun(last + 1, last, anchor, openCount));
    }

    /// <summary>True where a checkpoint contains everything up to a record that the run continues.</summary>
    public bool Continues(Superblock superblock, ReadOnlySpan<JournalSlot> ring, in CheckpointHeader header)
    {
        if (header.Sequence > Last || header.Sequence + 1 < First)
        {
            return false;
        }

        return header.Sequence + 1 == First
            ? Anchor is not { } anchor || anchor == header.RecordChecksum
            : ring[superblock.RingIndex(header.Sequence)].Header.Checksum == header.RecordChecksum;
    }

    private static LogRun WalkBack(Superblock superblock, ReadOnlySpan<JournalSlot> ring, Func<int, bool> isBelieved, LogRun run)
    {
        uint openCount = run.OpenCount;
        while (run.First > 0 && run.Last - run.First + 1 < (ulong)superblock.JournalRecords)
        {
            JournalSlot tail = ring[superblock.RingIndex(run.First - 1)];
            bool belongs = tail.Holds(run.First - 1)
                && (run.Anchor is not { } anchor || tail.Header.Checksum == anchor)
                && tail.Header.OpenCount <= openCount
                && tail.Header.Sequence == tail.Header.GroupFirst + tail.Header.GroupLength - 1
                && IsWholeGroup(superblock, ring, tail.Header)
                && IsBelieved(superblock, tail.Header, isBelieved);
            if (!belongs)
            {
                break;
            }

            openCount = tail.Header.OpenCount;
            ulong first = tail.Header.GroupFirst;
            run = run with { First = first, Anchor = ring[superblock.RingIndex(first)].Header.PreviousChecksum };
        }

        return run;
    }

    private static bool IsWholeGroup(Superblock superblock, ReadOnlySpan<JournalSlot> ring, in RecordHeader group)
    {
        uint checksum = 0;
        for (uint member = 0; member < group.GroupLength; member++)
        {
            JournalSlot slot = ring[superblock.RingIndex(group.GroupFirst + member)];
            bool belongs = slot.Holds(group.GroupFirst + member)
                && slot.Header.GroupFirst == group.GroupFirst
                && slot.Header.GroupLength == group.GroupLength
                && slot.Header.OpenCount == group.OpenCount
                && (member == 0 || slot.Header.PreviousChecksum == checksum);
            if (!belongs)
            {
                return false;
            }

            checksum = slot.Header.Checksum;
        }

        return true;
    }

    private static bool IsBelieved(Superblock superblock, in RecordHeader group, Func<int, bool> isBelieved)
    {
        for (uint member = 0; member < group.GroupLength; member++)
        {
            if (!isBelieved(superblock.RingIndex(group.GroupFirst + member)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNewer(uint openCount, ulong sequence, uint otherOpenCount, ulong otherSequence) =>
        openCount != otherOpenCount ? openCount > otherOpenCount : sequence > otherSequence;
}
