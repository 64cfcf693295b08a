using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image.Files;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.Interop;

namespace ZonedSdk.Backends.Image;

/// <summary>Writes a new image into an empty file.</summary>
internal static class ImageCreator
{
    private const int ChunkPages = 256;

    /// <summary>Writes everything but data, in full, and makes it durable. The superblocks come last: what a crash leaves before them is no image.</summary>
    /// <param name="file">An empty file.</param>
    /// <param name="superblock">What to write.</param>
    /// <returns>The system's error number and what failed.</returns>
    public static (int Errno, string Operation) Write(IImageFile file, Superblock superblock)
    {
        int errno = file.SetLength(superblock.FileLengthBytes);
        if (errno != 0)
        {
            return (errno, "set the length");
        }

        if (superblock.IsPreallocated && (errno = file.Allocate(0, superblock.FileLengthBytes)) != 0)
        {
            return (errno, "allocate");
        }

        using AlignedBuffer buffer = new(ChunkPages * PageFrame.SizeBytes);
        errno = WriteRing(file, superblock, buffer, out uint genesisChecksum);
        for (int slot = 0; slot < 2 && errno == 0; slot++)
        {
            errno = WriteSlot(file, superblock, slot, genesisChecksum, buffer);
        }

        if (errno == 0)
        {
            errno = file.SynchronizeFile();
        }

        if (errno == 0)
        {
            SuperblockPage.Encode(superblock, buffer.Span[..PageFrame.SizeBytes]);
            SuperblockPage.Encode(superblock, buffer.Span.Slice(PageFrame.SizeBytes, PageFrame.SizeBytes));
            errno = file.WriteMetadata(0, buffer.Span[..(Superblock.Copies * PageFrame.SizeBytes)]);
        }

        if (errno == 0)
        {
            errno = file.SynchronizeFile();
        }

        return errno != 0 ? (errno, "write") : (file.SynchronizeName(), "synchronise the directory");
    }

    private static int WriteRing(IImageFile file, Superblock superblock, AlignedBuffer buffer, out uint genesisChecksum)
    {
        // Record 0 stands in the ring like any other, so that the first checkpoint has a record to name.
        buffer.Span.Clear();
        RecordHeader genesis = new(Sequence: 0, GroupFirst: 0, GroupLength: 1, OpenCount: 0, PreviousChecksum: 0, Count: 0, CheckpointGeneration: 0, Checksum: 0);
        genesisChecksum = JournalPage.Encode(superblock.Uuid, genesis, [], buffer.Span[..JournalPage.RecordBytes]);
        for (long offset = superblock.Journal.Offset; offset < superblock.Journal.End;)
        {
            int lengthBytes = (int)Math.Min(buffer.LengthBytes, superblock.Journal.End - offset);
            int errno = file.WriteMetadata(offset, buffer.Span[..lengthBytes]);
            if (errno != 0)
            {
                return errno;
            }

            offset += lengthBytes;
            buffer.Span[..JournalPage.RecordBytes].Clear();
        }

        return 0;
    }

    private static int WriteSlot(IImageFile file, Superblock superblock, int slot, uint genesisChecksum, AlignedBuffer buffer)
    {
        StoredZone[] zones = new StoredZone[superblock.Geometry.ZoneCount];
        for (int zone = 0; zone < zones.Length; zone++)
        {
            zones[zone] = ZoneEntry.Initial(superblock, zone);
        }

        CheckpointHeader header = new(Generation: (ulong)slot + 1, Sequence: 0, genesisChecksum, OpenCount: 0);
        for (int first = 0; first < superblock.SlotPages; first += ChunkPages)
        {
            int pages = Math.Min(ChunkPages, superblock.SlotPages - first);
            for (int page = 0; page < pages; page++)
            {
                CheckpointPage.Encode(superblock.Uuid, header, first + page, zones, buffer.Span.Slice(page * PageFrame.SizeBytes, PageFrame.SizeBytes));
            }

            int errno = file.WriteMetadata(superblock.CheckpointPageOffset(slot, first), buffer.Span[..(pages * PageFrame.SizeBytes)]);
            if (errno != 0)
            {
                return errno;
            }
        }

        return 0;
    }
}
