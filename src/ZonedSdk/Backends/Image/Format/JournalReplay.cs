using ZonedSdk.Backends.Emulation;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>The rules by which a journal is read: where it ends, and what an entry does. Pure functions of what was read.</summary>
internal static class JournalReplay
{
    /// <summary>Walks from a checkpoint by whole groups, then looks at everything behind the end.</summary>
    /// <param name="superblock">The image's facts.</param>
    /// <param name="start">The checkpoint.</param>
    /// <param name="ring">Every place of the ring.</param>
    public static JournalEnd FindEnd(Superblock superblock, in CheckpointHeader start, ReadOnlySpan<JournalSlot> ring)
    {
        JournalEnd end = new(start.Sequence, start.RecordChecksum, start.OpenCount, default);
        while (TryAcceptGroup(superblock, ring, ref end))
        {
        }

        return end with { Corruption = FindUnexplained(superblock, ring, end) };
    }

    /// <summary>Applies the entries of an accepted record.</summary>
    /// <param name="superblock">The image's facts.</param>
    /// <param name="header">The record's header.</param>
    /// <param name="page">The copy that counts.</param>
    /// <param name="pageOffset">Where that copy stands in the file.</param>
    /// <param name="zones">All zones; changed.</param>
    /// <param name="controls">Rules that a negative control switches off.</param>
    public static FormatFault Apply(Superblock superblock, in RecordHeader header, ReadOnlySpan<byte> page, long pageOffset, Span<StoredZone> zones, ImageControls controls)
    {
        for (int index = 0; index < header.Count; index++)
        {
            FormatFault fault = JournalPage.DecodeEntry(superblock, page, index, pageOffset, out RecordEntry entry);
            if (!fault.IsNone)
            {
                return fault;
            }

            StoredZone current = zones[entry.Zone];
            if (entry.State.Incarnation < current.Incarnation && !controls.HasFlag(ImageControls.ReplayOlderIncarnations))
            {
                continue;
            }

            if (entry.State.Incarnation == current.Incarnation && entry.State.DataEndBytes < current.DataEndBytes)
            {
                return new FormatFault(FormatErrorKind.RecordRegression, pageOffset + JournalPage.EntryOffset(index), $"record {header.Sequence} takes zone {entry.Zone} back from {current.DataEndBytes} to {entry.State.DataEndBytes} bytes within incarnation {current.Incarnation}");
            }

            zones[entry.Zone] = entry.State;
        }

        return default;
    }

    private static bool TryAcceptGroup(Superblock superblock, ReadOnlySpan<JournalSlot> ring, ref JournalEnd end)
    {
        ulong first = end.Sequence + 1;
        JournalSlot head = ring[superblock.RingIndex(first)];
        if (!head.Holds(first) || head.Header.GroupFirst != first || head.Header.OpenCount < end.OpenCount)
        {
            return false;
        }

        uint checksum = end.Checksum;
        uint length = head.Header.GroupLength;
        for (uint member = 0; member < length; member++)
        {
            JournalSlot slot = ring[superblock.RingIndex(first + member)];
            bool belongs = slot.Holds(first + member)
                && slot.Header.GroupFirst == first
                && slot.Header.GroupLength == length
                && slot.Header.OpenCount == head.Header.OpenCount
                && slot.Header.PreviousChecksum == checksum;
            if (!belongs)
            {
                return false;
            }

            checksum = slot.Header.Checksum;
        }

        end = new JournalEnd(first + length - 1, checksum, head.Header.OpenCount, default);
        return true;
    }

    /// <summary>Behind the end, a crash leaves members of one incomplete group, and what earlier sessions left in their turn. Anything else means that records between are lost.</summary>
    private static FormatFault FindUnexplained(Superblock superblock, ReadOnlySpan<JournalSlot> ring, in JournalEnd end)
    {
        ulong torn = end.Sequence + 1;
        bool groupIsWhole = IsGroupWhole(superblock, ring, torn);
        for (int index = 0; index < ring.Length; index++)
        {
            JournalSlot slot = ring[index];
            if (!slot.IsValid || slot.Header.Sequence <= end.Sequence || slot.Header.OpenCount < end.OpenCount)
            {
                continue;
            }

            if (slot.Header.GroupFirst != torn)
            {
                return new FormatFault(FormatErrorKind.RecordBeyondEnd, superblock.RecordOffset(index), $"record {slot.Header.Sequence} of session {slot.Header.OpenCount} is good, yet the log ends at record {end.Sequence} of session {end.OpenCount}: records between them are lost; open the image read-only to save what is there");
            }

            if (groupIsWhole)
            {
                return new FormatFault(FormatErrorKind.RecordChain, superblock.RecordOffset(index), $"record {slot.Header.Sequence} is good, yet it does not continue record {end.Sequence}; open the image read-only to save what is there");
            }
        }

        return default;
    }

    private static bool IsGroupWhole(Superblock superblock, ReadOnlySpan<JournalSlot> ring, ulong first)
    {
        JournalSlot head = ring[superblock.RingIndex(first)];
        if (!head.Holds(first) || head.Header.GroupFirst != first)
        {
            return false;
        }

        for (uint member = 1; member < head.Header.GroupLength; member++)
        {
            JournalSlot slot = ring[superblock.RingIndex(first + member)];
            if (!slot.Holds(first + member) || slot.Header.GroupFirst != first || slot.Header.OpenCount != head.Header.OpenCount)
            {
                return false;
            }
        }

        return true;
    }
}
