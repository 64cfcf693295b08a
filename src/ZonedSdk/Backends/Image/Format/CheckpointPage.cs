using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using ZonedSdk.Backends.Emulation;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>The bytes of one page of a checkpoint.</summary>
/// <remarks>
/// <code>
/// offset  bytes  field
///      0     24  frame: magic "ZONEDCKP", uuid
///     24      8  generation
///     32      8  sequence of the last record contained
///     40      4  checksum of that record
///     44      4  open count
///     48      4  number of pages of the checkpoint
///     52      4  number of this page, from 0
///     56      4  number of entries on this page
///     60      4  frame: CRC32C
///     64   4032  up to 252 zones x 16 bytes; the rest is zero
/// </code>
/// </remarks>
internal static class CheckpointPage
{
    public const ulong Magic = 0x504B_4344_454E_4F5A; // "ZONEDCKP"
    public const int GenerationOffset = 24;
    public const int SequenceOffset = 32;
    public const int RecordChecksumOffset = 40;
    public const int OpenCountOffset = 44;
    public const int PageCountOffset = 48;
    public const int PageNumberOffset = 52;
    public const int EntryCountOffset = 56;
    public const int EntriesPerPage = (PageFrame.SizeBytes - PageFrame.BodyOffset) / ZoneEntry.SizeBytes;

    public static int PagesFor(int zones) => (zones + EntriesPerPage - 1) / EntriesPerPage;

    /// <summary>How many zones a page holds.</summary>
    public static int EntriesOn(int page, int zones) => Math.Min(EntriesPerPage, zones - (page * EntriesPerPage));

    public static int EntryOffset(int index) => PageFrame.BodyOffset + (index * ZoneEntry.SizeBytes);

    /// <summary>Writes a page.</summary>
    /// <param name="uuid">The image's uuid.</param>
    /// <param name="header">What all pages of the checkpoint agree on.</param>
    /// <param name="pageNumber">The page's number, from 0.</param>
    /// <param name="zones">All zones of the image.</param>
    /// <param name="page">The target.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Encode(Guid uuid, in CheckpointHeader header, int pageNumber, ReadOnlySpan<StoredZone> zones, Span<byte> page)
    {
        int count = EntriesOn(pageNumber, zones.Length);
        PageFrame.Begin(page, Magic, uuid);
        BinaryPrimitives.WriteUInt64LittleEndian(page[GenerationOffset..], header.Generation);
        BinaryPrimitives.WriteUInt64LittleEndian(page[SequenceOffset..], header.Sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(page[RecordChecksumOffset..], header.RecordChecksum);
        BinaryPrimitives.WriteUInt32LittleEndian(page[OpenCountOffset..], header.OpenCount);
        BinaryPrimitives.WriteInt32LittleEndian(page[PageCountOffset..], PagesFor(zones.Length));
        BinaryPrimitives.WriteInt32LittleEndian(page[PageNumberOffset..], pageNumber);
        BinaryPrimitives.WriteInt32LittleEndian(page[EntryCountOffset..], count);
        for (int index = 0; index < count; index++)
        {
            ZoneEntry.Encode(zones[(pageNumber * EntriesPerPage) + index], page[EntryOffset(index)..]);
        }

        PageFrame.Seal(page);
    }

    public static CheckpointHeader DecodeHeader(ReadOnlySpan<byte> page) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(page[GenerationOffset..]),
        BinaryPrimitives.ReadUInt64LittleEndian(page[SequenceOffset..]),
        BinaryPrimitives.ReadUInt32LittleEndian(page[RecordChecksumOffset..]),
        BinaryPrimitives.ReadUInt32LittleEndian(page[OpenCountOffset..]));

    /// <summary>Checks a page and every entry on it, and stores its zones.</summary>
    /// <param name="superblock">The image's facts.</param>
    /// <param name="pageNumber">The number that the page must have.</param>
    /// <param name="page">The page.</param>
    /// <param name="offset">Where it stands in the file.</param>
    /// <param name="zones">All zones of the image, or empty to check only.</param>
    /// <returns>What is wrong with the page.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static FormatFault Decode(Superblock superblock, int pageNumber, ReadOnlySpan<byte> page, long offset, Span<StoredZone> zones)
    {
        if (!PageFrame.IsValid(page, Magic, superblock.Uuid))
        {
            return new FormatFault(FormatErrorKind.Checkpoint, offset, $"page {pageNumber} of a checkpoint is damaged: magic number, uuid or checksum do not match");
        }

        int count = EntriesOn(pageNumber, superblock.Geometry.ZoneCount);
        uint pageCount = BinaryPrimitives.ReadUInt32LittleEndian(page[PageCountOffset..]);
        uint storedNumber = BinaryPrimitives.ReadUInt32LittleEndian(page[PageNumberOffset..]);
        uint storedCount = BinaryPrimitives.ReadUInt32LittleEndian(page[EntryCountOffset..]);
        if (pageCount != superblock.SlotPages || storedNumber != pageNumber || storedCount != count)
        {
            return new FormatFault(FormatErrorKind.Checkpoint, offset + PageCountOffset, $"page {pageNumber} of a checkpoint says that it is page {storedNumber} of {pageCount} with {storedCount} entries; expected are {superblock.SlotPages} pages and {count} entries");
        }

        int first = pageNumber * EntriesPerPage;
        for (int index = 0; index < count; index++)
        {
            ReadOnlySpan<byte> entry = page.Slice(EntryOffset(index), ZoneEntry.SizeBytes);
            FormatFault fault = ZoneEntry.Check(superblock, first + index, entry, offset + EntryOffset(index));
            if (!fault.IsNone)
            {
                return fault;
            }

            if (!zones.IsEmpty)
            {
                zones[first + index] = ZoneEntry.Decode(entry);
            }
        }

        return default;
    }
}
