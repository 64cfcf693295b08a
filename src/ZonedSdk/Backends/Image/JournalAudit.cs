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
            if (isNeeded && slot.Holds(expected!.Value))
            {
                NoteHalf(superblock, index, slot, end, expected.Value, image);
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
                image.Note(ImageFindingSeverity.Warning, Fault(superblock, index, slot.Holds(expected.Value) ? FormatErrorKind.RecordCopy : FormatErrorKind.Record, $"old record {expected} is damaged; nothing depends on it, but the medium lost it"));
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

    private static void NoteHalf(Superblock superblock, int index, in JournalSlot slot, in JournalEnd end, ulong sequence, RecoveredImage image)
    {
        // A crash can leave the last group so; anywhere else a whole group followed, so the copy was good once.
        bool mayBeTorn = sequence >= end.LastGroupFirst;
        long offset = superblock.RecordOffset(index) + (slot.FirstIsGood ? PageFrame.SizeBytes : 0);
        image.Note(
            mayBeTorn ? ImageFindingSeverity.Notice : ImageFindingSeverity.Warning,
            new FormatFault(FormatErrorKind.RecordCopy, offset, $"copy {(slot.FirstIsGood ? 2 : 1)} of record {sequence} is {(mayBeTorn ? "not written" : "damaged")}; the other copy is good and is used"));
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
