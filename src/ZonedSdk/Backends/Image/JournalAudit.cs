using ZonedSdk.Backends.Image.Format;

namespace ZonedSdk.Backends.Image;

/// <summary>Says what is damaged in a ring, also where it costs nothing: a page that is not what it must be is found while its twin still stands.</summary>
internal static class JournalAudit
{
    public static void Examine(Superblock superblock, ReadOnlySpan<JournalSlot> ring, RecoveredImage image)
    {
        JournalEnd end = image.End;
        ulong oldest = OldestNeeded(image);
        for (int index = 0; index < ring.Length; index++)
        {
            JournalSlot slot = ring[index];
            ulong? expected = NewestSequenceAt(superblock, index, end.Sequence);
            bool mayBeTorn = IsBehindEnd(superblock, index, end.Sequence);
            if (expected is { } sequence && slot.Holds(sequence) && slot.IsWhole)
            {
                continue;
            }

            bool isNeeded = expected > oldest;
            if (expected is { } held && slot.Holds(held))
            {
                NoteHalf(superblock, ring, index, mayBeTorn && !isNeeded, image);
            }
            else if (isNeeded)
            {
                image.Note(ImageFindingSeverity.Warning, Fault(superblock, index, FormatErrorKind.Record, $"record {expected} is lost; the newest checkpoint contains it, the older one could not be continued without it"));
            }
            else if (mayBeTorn && !(expected is null && slot.IsUnused))
            {
                image.Note(ImageFindingSeverity.Notice, Fault(superblock, index, FormatErrorKind.TornTail, $"behind the log's end (record {end.Sequence}) stands what an interrupted flush left; nothing depends on it"));
            }
            else if (expected is not null)
            {
                image.Note(ImageFindingSeverity.Warning, Fault(superblock, index, FormatErrorKind.Record, $"old record {expected} is damaged; nothing depends on it, but the medium lost it"));
            }
            else if (!slot.IsUnused && !IsOfAnEarlierSession(slot, end))
            {
                image.Note(ImageFindingSeverity.Warning, Fault(superblock, index, FormatErrorKind.Record, "a place of the ring that was never used is not zero; nothing depends on it, but the medium changed it"));
            }
        }
    }

    private static ulong OldestNeeded(RecoveredImage image)
    {
        CheckpointSlot used = image.Slots[image.BaseSlot];
        CheckpointSlot other = image.Slots[1 - image.BaseSlot];
        return other.IsComplete ? Math.Min(used.Header.Sequence, other.Header.Sequence) : used.Header.Sequence;
    }

    private static void NoteHalf(Superblock superblock, ReadOnlySpan<JournalSlot> ring, int index, bool isBeingOverwritten, RecoveredImage image)
    {
        JournalSlot slot = ring[index];
        bool isTorn = isBeingOverwritten || IsLastOfItsSession(superblock, ring, slot.Header, image.End);
        long offset = superblock.RecordOffset(index) + (slot.FirstIsGood ? PageFrame.SizeBytes : 0);
        image.Note(
            isTorn ? ImageFindingSeverity.Notice : ImageFindingSeverity.Warning,
            new FormatFault(FormatErrorKind.RecordCopy, offset, $"copy {(slot.FirstIsGood ? 2 : 1)} of record {slot.Header.Sequence} is {(isTorn ? "not written, as a crash leaves it" : "damaged")}; the other copy is good"));
    }

    /// <summary>A crash ends a session, so only the last group of one can be half written. Wherever the same session went on, the copy was good once.</summary>
    private static bool IsLastOfItsSession(Superblock superblock, ReadOnlySpan<JournalSlot> ring, in RecordHeader header, in JournalEnd end)
    {
        ulong next = header.GroupFirst + header.GroupLength;
        JournalSlot follower = ring[superblock.RingIndex(next)];
        return next > end.Sequence || (follower.Holds(next) && follower.Header.OpenCount > header.OpenCount);
    }

    private static bool IsOfAnEarlierSession(in JournalSlot slot, in JournalEnd end) =>
        slot.IsValid && slot.Header.OpenCount < end.OpenCount;

    private static bool IsBehindEnd(Superblock superblock, int index, ulong end)
    {
        int distance = index - superblock.RingIndex(end + 1);
        distance = distance < 0 ? distance + superblock.JournalRecords : distance;
        return distance < superblock.GroupRecords;
    }

    private static ulong? NewestSequenceAt(Superblock superblock, int index, ulong end)
    {
        int distance = superblock.RingIndex(end) - index;
        distance = distance < 0 ? distance + superblock.JournalRecords : distance;
        return (ulong)distance > end ? null : end - (ulong)distance;
    }

    private static FormatFault Fault(Superblock superblock, int index, FormatErrorKind kind, string message) =>
        new(kind, superblock.RecordOffset(index), message);
}
