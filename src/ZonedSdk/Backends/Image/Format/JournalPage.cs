namespace ZonedSdk.Backends.Image.Format;

/// <summary>Writes and reads journal records: two identical pages each.</summary>
internal static class JournalPage
{
    public const ulong Magic = 0x4E52_4A44_454E_4F5A; // "ZONEDJRN"
    public const int Copies = 2;
    public const int RecordBytes = Copies * PageFrame.SizeBytes;
    public const int EntriesPerRecord = 190;

    public static int RecordsFor(int entries) => Math.Max(1, (entries + EntriesPerRecord - 1) / EntriesPerRecord);

    public static int EntryOffset(int index) => JournalLayout.Offsets.Entry + (index * JournalEntryLayout.Size);

    /// <summary>Writes a record's two pages and returns their checksum.</summary>
    /// <param name="uuid">The image's uuid.</param>
    /// <param name="header">The record's header; count and checksum are filled in here.</param>
    /// <param name="entries">At most <see cref="EntriesPerRecord"/> entries.</param>
    /// <param name="record">The target, <see cref="RecordBytes"/> long.</param>
    public static uint Encode(Guid uuid, in RecordHeader header, ReadOnlySpan<RecordEntry> entries, Span<byte> record)
    {
        Span<byte> page = record[..PageFrame.SizeBytes];
        JournalLayout.Writer writer = JournalLayout.Write(page);
        writer.Magic = Magic;
        writer.Uuid = uuid;
        writer.Sequence = header.Sequence;
        writer.GroupFirst = header.GroupFirst;
        writer.GroupLength = header.GroupLength;
        writer.OpenCount = header.OpenCount;
        writer.PreviousChecksum = header.PreviousChecksum;
        writer.EntryCount = (uint)entries.Length;
        writer.CheckpointGeneration = header.CheckpointGeneration;
        for (int index = 0; index < entries.Length; index++)
        {
            JournalEntryLayout.Writer entry = writer.Entry(index);
            entry.Zone = (uint)entries[index].Zone;
            ZoneEntry.Encode(entries[index].State, entry.State);
        }

        uint checksum = PageFrame.Seal(page);
        page.CopyTo(record[PageFrame.SizeBytes..]);
        return checksum;
    }

    /// <summary>Reads the header of one copy; false when the copy is damaged or cannot stand at this place.</summary>
    /// <param name="superblock">The image's facts.</param>
    /// <param name="ringIndex">The place in the ring.</param>
    /// <param name="page">The copy.</param>
    /// <param name="header">The header.</param>
    public static bool TryDecode(Superblock superblock, int ringIndex, ReadOnlySpan<byte> page, out RecordHeader header)
    {
        if (!PageFrame.IsValid(page, Magic, superblock.Uuid))
        {
            header = default;
            return false;
        }

        JournalLayout layout = new(page);
        header = new RecordHeader(
            layout.Sequence,
            layout.GroupFirst,
            layout.GroupLength,
            layout.OpenCount,
            layout.PreviousChecksum,
            layout.EntryCount,
            layout.CheckpointGeneration,
            layout.Checksum);

        // A good page at a place that is not its own was misdirected; it counts as damage here.
        return superblock.RingIndex(header.Sequence) == ringIndex
            && header.Count <= EntriesPerRecord
            && header.GroupLength >= 1 && header.GroupLength <= superblock.GroupRecords
            && header.Sequence >= header.GroupFirst
            && header.Sequence - header.GroupFirst < header.GroupLength;
    }

    /// <summary>Reads and checks an entry of a record whose header was good.</summary>
    public static FormatFault DecodeEntry(Superblock superblock, ReadOnlySpan<byte> page, int index, long pageOffset, out RecordEntry entry)
    {
        JournalEntryLayout layout = new JournalLayout(page).Entry(index);
        uint zone = layout.Zone;
        if (zone >= superblock.Geometry.ZoneCount)
        {
            entry = default;
            return new FormatFault(FormatErrorKind.RecordZone, pageOffset + EntryOffset(index), $"a journal record names zone {zone}; the image has {superblock.Geometry.ZoneCount}");
        }

        entry = new RecordEntry((int)zone, ZoneEntry.Decode(layout.State));
        return ZoneEntry.Check(superblock, (int)zone, layout.State, pageOffset + EntryOffset(index) + JournalEntryLayout.Offsets.State);
    }
}
