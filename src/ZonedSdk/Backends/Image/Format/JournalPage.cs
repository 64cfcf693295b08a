using System.Buffers.Binary;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>The bytes of a journal record: two identical pages.</summary>
/// <remarks>
/// <code>
/// offset  bytes  field
///      0     24  frame: magic "ZONEDJRN", uuid
///     24      8  sequence
///     32      8  sequence of the group's first record
///     40      4  number of records of the group
///     44      4  open count
///     48      4  checksum of the record before
///     52      4  number of entries
///     56      4  generation of the newest checkpoint, low half; informative
///     60      4  frame: CRC32C
///     64   3800  up to 190 entries x { zone 4, state 16 }
///   3864    232  zero
/// </code>
/// </remarks>
internal static class JournalPage
{
    public const ulong Magic = 0x4E52_4A44_454E_4F5A; // "ZONEDJRN"
    public const int Copies = 2;
    public const int RecordBytes = Copies * PageFrame.SizeBytes;
    public const int SequenceOffset = 24;
    public const int GroupFirstOffset = 32;
    public const int GroupLengthOffset = 40;
    public const int OpenCountOffset = 44;
    public const int PreviousChecksumOffset = 48;
    public const int CountOffset = 52;
    public const int CheckpointOffset = 56;
    public const int EntryBytes = 4 + ZoneEntry.SizeBytes;
    public const int EntriesPerRecord = 190;

    public static int RecordsFor(int entries) => Math.Max(1, (entries + EntriesPerRecord - 1) / EntriesPerRecord);

    public static int EntryOffset(int index) => PageFrame.BodyOffset + (index * EntryBytes);

    /// <summary>Writes a record's two pages and returns their checksum.</summary>
    /// <param name="uuid">The image's uuid.</param>
    /// <param name="header">The record's header; count and checksum are filled in here.</param>
    /// <param name="entries">At most <see cref="EntriesPerRecord"/> entries.</param>
    /// <param name="record">The target, <see cref="RecordBytes"/> long.</param>
    public static uint Encode(Guid uuid, in RecordHeader header, ReadOnlySpan<RecordEntry> entries, Span<byte> record)
    {
        Span<byte> page = record[..PageFrame.SizeBytes];
        PageFrame.Begin(page, Magic, uuid);
        BinaryPrimitives.WriteUInt64LittleEndian(page[SequenceOffset..], header.Sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(page[GroupFirstOffset..], header.GroupFirst);
        BinaryPrimitives.WriteUInt32LittleEndian(page[GroupLengthOffset..], header.GroupLength);
        BinaryPrimitives.WriteUInt32LittleEndian(page[OpenCountOffset..], header.OpenCount);
        BinaryPrimitives.WriteUInt32LittleEndian(page[PreviousChecksumOffset..], header.PreviousChecksum);
        BinaryPrimitives.WriteInt32LittleEndian(page[CountOffset..], entries.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(page[CheckpointOffset..], header.CheckpointGeneration);
        for (int index = 0; index < entries.Length; index++)
        {
            Span<byte> entry = page.Slice(EntryOffset(index), EntryBytes);
            BinaryPrimitives.WriteInt32LittleEndian(entry, entries[index].Zone);
            ZoneEntry.Encode(entries[index].State, entry[4..]);
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

        header = new RecordHeader(
            BinaryPrimitives.ReadUInt64LittleEndian(page[SequenceOffset..]),
            BinaryPrimitives.ReadUInt64LittleEndian(page[GroupFirstOffset..]),
            BinaryPrimitives.ReadUInt32LittleEndian(page[GroupLengthOffset..]),
            BinaryPrimitives.ReadUInt32LittleEndian(page[OpenCountOffset..]),
            BinaryPrimitives.ReadUInt32LittleEndian(page[PreviousChecksumOffset..]),
            BinaryPrimitives.ReadUInt32LittleEndian(page[CountOffset..]),
            BinaryPrimitives.ReadUInt32LittleEndian(page[CheckpointOffset..]),
            PageFrame.ReadChecksum(page));

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
        ReadOnlySpan<byte> bytes = page.Slice(EntryOffset(index), EntryBytes);
        uint zone = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (zone >= superblock.Geometry.ZoneCount)
        {
            entry = default;
            return new FormatFault(FormatErrorKind.RecordZone, pageOffset + EntryOffset(index), $"a journal record names zone {zone}; the image has {superblock.Geometry.ZoneCount}");
        }

        entry = new RecordEntry((int)zone, ZoneEntry.Decode(bytes[4..]));
        return ZoneEntry.Check(superblock, (int)zone, bytes[4..], pageOffset + EntryOffset(index) + 4);
    }
}
