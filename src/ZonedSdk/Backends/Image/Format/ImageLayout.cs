using static ZonedSdk.ByteUnits;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>Decides where the parts of a new image stand.</summary>
internal static class ImageLayout
{
    /// <summary>Data start at a multiple of this, so that zones are as well aligned in the file as on the device.</summary>
    public const long DataAlignmentBytes = MiB;

    /// <summary>Lays out a new image.</summary>
    /// <param name="options">Options that were validated.</param>
    /// <param name="uuid">The image's identity.</param>
    public static Superblock Plan(ImageDriveOptions options, Guid uuid)
    {
        Geometry geometry = new(options.BlockSizeBytes, options.ZoneSizeBytes, options.SizeBytes);
        int groupRecords = Math.Min(JournalPage.RecordsFor(geometry.ZoneCount), Superblock.MaxGroupRecords);
        int slotPages = CheckpointPage.PagesFor(geometry.ZoneCount);
        Region checkpoints = new(Superblock.Copies * PageFrame.SizeBytes, 2L * slotPages * PageFrame.SizeBytes);

        // A checkpoint rewrites a slot for every quarter of the ring, so a ring as long as two slots keeps that cost in proportion.
        int records = Math.Max(groupRecords * Superblock.GroupsPerRing, slotPages);
        long dataOffset = RoundUp(checkpoints.End + ((long)records * JournalPage.RecordBytes), DataAlignmentBytes);
        Region journal = new(checkpoints.End, dataOffset - checkpoints.End);
        return new Superblock
        {
            Uuid = uuid,
            Geometry = geometry,
            Limits = new Limits
            {
                MaxOpenZones = options.MaxOpenZones,
                MaxActiveZones = options.MaxActiveZones,
                MaxTransferBytes = options.MaxTransferBytes,
                MaxAppendBytes = options.MaxAppendBytes,
            },
            Flavour = options.Flavour,
            IsPreallocated = options.Preallocate,
            ZoneCapacityBytes = options.ZoneCapacityBytes == 0 ? options.ZoneSizeBytes : options.ZoneCapacityBytes,
            ConventionalZones = options.ConventionalZones,
            GroupRecords = groupRecords,
            Checkpoints = checkpoints,
            Journal = journal,
            Data = new Region(dataOffset, geometry.SizeBytes),
        };
    }

    /// <summary>The same image with a ring of so many records and data directly behind it: small enough for tests that visit every state.</summary>
    public static Superblock WithRing(Superblock superblock, int records)
    {
        Region journal = superblock.Journal with { LengthBytes = (long)records * JournalPage.RecordBytes };
        return superblock with { Journal = journal, Data = superblock.Data with { Offset = journal.End } };
    }

    private static long RoundUp(long value, long alignment) => (value + alignment - 1) / alignment * alignment;
}
