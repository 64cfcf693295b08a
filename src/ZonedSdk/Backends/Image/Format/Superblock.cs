namespace ZonedSdk.Backends.Image.Format;

/// <summary>The immutable facts of an image: who it is, what shape it has, where its parts are.</summary>
internal sealed record Superblock
{
    /// <summary>Superblock A stands at the file's start, B one page behind it.</summary>
    public const int Copies = 2;

    /// <summary>Rings are never longer, so that a scan is bounded: 64 MiB.</summary>
    public const int MaxJournalRecords = 8192;

    /// <summary>A flush of more zones takes several groups, so that a group's buffer is bounded: 512 KiB.</summary>
    public const int MaxGroupRecords = 64;

    /// <summary>The ring holds at least this many of the longest groups.</summary>
    public const int GroupsPerRing = 4;

    public required Guid Uuid { get; init; }

    public required Geometry Geometry { get; init; }

    public required Limits Limits { get; init; }

    public required ZoneFlavour Flavour { get; init; }

    /// <summary>The data region was allocated at creation, and a reset keeps it allocated.</summary>
    public required bool IsPreallocated { get; init; }

    public required long ZoneCapacityBytes { get; init; }

    /// <summary>So many zones from the start are conventional.</summary>
    public required int ConventionalZones { get; init; }

    /// <summary>Most records of one group.</summary>
    public required int GroupRecords { get; init; }

    public required Region Checkpoints { get; init; }

    public required Region Journal { get; init; }

    public required Region Data { get; init; }

    public long FileLengthBytes => Data.End;

    /// <summary>Pages of one checkpoint slot.</summary>
    public int SlotPages => CheckpointPage.PagesFor(Geometry.ZoneCount);

    public int JournalRecords => (int)(Journal.LengthBytes / JournalPage.RecordBytes);

    public string Identity => Uuid.ToString("D");

    public bool IsConventional(int zone) => zone < ConventionalZones;

    /// <summary>How many bytes of a zone can be written; a shorter last zone may have less than the others.</summary>
    public long CapacityOf(int zone) => Math.Min(ZoneCapacityBytes, Geometry.LengthOf(zone));

    public long SlotOffset(int slot) => Checkpoints.Offset + ((long)slot * SlotPages * PageFrame.SizeBytes);

    public long CheckpointPageOffset(int slot, int page) => SlotOffset(slot) + ((long)page * PageFrame.SizeBytes);

    /// <summary>The record of a sequence number is always at the same place.</summary>
    public int RingIndex(ulong sequence) => (int)(sequence % (uint)JournalRecords);

    public long RecordOffset(int ringIndex) => Journal.Offset + ((long)ringIndex * JournalPage.RecordBytes);

    public long ZoneOffset(int zone) => Data.Offset + Geometry.StartOf(zone);
}
