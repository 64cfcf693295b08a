using System.Runtime.CompilerServices;
using ZonedSdk.Backends.Emulation;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>Writes and reads the pages of a checkpoint.</summary>
internal static class CheckpointPage
{
    public const ulong Magic = 0x504B_4344_454E_4F5A; // "ZONEDCKP"
    public const int EntriesPerPage = 252;

    public static int PagesFor(int zones) => (zones + EntriesPerPage - 1) / EntriesPerPage;

    /// <summary>How many zones a page holds.</summary>
    public static int EntriesOn(int page, int zones) => Math.Min(EntriesPerPage, zones - (page * EntriesPerPage));

    public static int EntryOffset(int index) => CheckpointLayout.Offsets.Entry + (index * ZoneEntryLayout.Size);

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
        CheckpointLayout.Writer writer = CheckpointLayout.Write(page);
        writer.Magic = Magic;
        writer.Uuid = uuid;
        writer.Generation = header.Generation;
        writer.Sequence = header.Sequence;
        writer.RecordChecksum = header.RecordChecksum;
        writer.OpenCount = header.OpenCount;
        writer.PageCount = (uint)PagesFor(zones.Length);
        writer.PageNumber = (uint)pageNumber;
        writer.EntryCount = (uint)count;
        for (int index = 0; index < count; index++)
        {
            ZoneEntry.Encode(zones[(pageNumber * EntriesPerPage) + index], writer.Entry(index));
        }

        PageFrame.Seal(page);
    }

    public static CheckpointHeader DecodeHeader(ReadOnlySpan<byte> page)
    {
        CheckpointLayout layout = new(page);
        return new CheckpointHeader(layout.Generation, layout.Sequence, layout.RecordChecksum, layout.OpenCount);
    }

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
        CheckpointLayout layout = new(page);
        if (layout.PageCount != superblock.SlotPages || layout.PageNumber != pageNumber || layout.EntryCount != count)
        {
            return new FormatFault(FormatErrorKind.Checkpoint, offset + CheckpointLayout.Offsets.PageCount, $"page {pageNumber} of a checkpoint says that it is page {layout.PageNumber} of {layout.PageCount} with {layout.EntryCount} entries; expected are {superblock.SlotPages} pages and {count} entries");
        }

        int first = pageNumber * EntriesPerPage;
        for (int index = 0; index < count; index++)
        {
            ZoneEntryLayout entry = layout.Entry(index);
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
