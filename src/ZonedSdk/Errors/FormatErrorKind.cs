namespace ZonedSdk;

/// <summary>What is wrong with the bytes of an image, one word for each thing that a caller or a tool can tell apart.</summary>
public enum FormatErrorKind
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The file is shorter than what an image needs.</summary>
    TooShort = 1,

    /// <summary>The file does not start with an image's superblock: it is something else.</summary>
    NotAnImage = 2,

    /// <summary>A superblock's checksum does not match.</summary>
    SuperblockChecksum = 3,

    /// <summary>The two superblocks are both valid, and different.</summary>
    SuperblocksDiffer = 4,

    /// <summary>The image is of a version that this library does not know.</summary>
    UnsupportedVersion = 5,

    /// <summary>The image uses a feature that this library does not know.</summary>
    UnknownFeature = 6,

    /// <summary>The image has no identity.</summary>
    MissingIdentity = 7,

    /// <summary>The flavour is neither ZBC nor ZNS.</summary>
    Flavour = 8,

    /// <summary>The block size is not a power of two from 512 to 65,536.</summary>
    BlockSize = 9,

    /// <summary>The zone size is zero, too large, or not a multiple of the block size.</summary>
    ZoneSize = 10,

    /// <summary>The zone capacity is zero, larger than the zone, or not a multiple of the block size.</summary>
    ZoneCapacity = 11,

    /// <summary>The device size is zero, too large, or not a multiple of the block size.</summary>
    DeviceSize = 12,

    /// <summary>The number of zones is outside its bounds, or does not follow from device size and zone size.</summary>
    ZoneCount = 13,

    /// <summary>There are more conventional zones than zones.</summary>
    ConventionalZones = 14,

    /// <summary>The open limit is impossible.</summary>
    OpenLimit = 15,

    /// <summary>The active limit is impossible.</summary>
    ActiveLimit = 16,

    /// <summary>The transfer limit is impossible.</summary>
    TransferLimit = 17,

    /// <summary>The append limit is impossible.</summary>
    AppendLimit = 18,

    /// <summary>The longest group of journal records is impossible.</summary>
    GroupLimit = 19,

    /// <summary>Bytes that must be zero are not.</summary>
    ReservedBytes = 20,

    /// <summary>The region table has the wrong number or order of regions.</summary>
    RegionTable = 21,

    /// <summary>A region does not start or end on a page.</summary>
    RegionAlignment = 22,

    /// <summary>A region reaches beyond the end of the file, or beyond what an offset can hold.</summary>
    RegionOutsideFile = 23,

    /// <summary>Two regions overlap.</summary>
    RegionsOverlap = 24,

    /// <summary>The regions do not cover the file without a gap.</summary>
    RegionGap = 25,

    /// <summary>The checkpoint region is not of the size that the zones need.</summary>
    CheckpointRegion = 26,

    /// <summary>The journal region is too small or too large.</summary>
    JournalRegion = 27,

    /// <summary>The data region is not as long as the device.</summary>
    DataRegion = 28,

    /// <summary>The file is not as long as its regions: it was cut off or extended.</summary>
    FileLength = 29,

    /// <summary>A checkpoint is damaged or incomplete.</summary>
    Checkpoint = 30,

    /// <summary>No checkpoint is usable.</summary>
    NoCheckpoint = 31,

    /// <summary>A zone is stored with a condition that does not exist or does not fit it.</summary>
    StoredCondition = 32,

    /// <summary>A zone is stored with an end of data that is impossible.</summary>
    StoredDataEnd = 33,

    /// <summary>A zone is stored with flags that this library does not know.</summary>
    StoredFlags = 34,

    /// <summary>A journal record names a zone that does not exist.</summary>
    RecordZone = 35,

    /// <summary>A journal record takes back what was durable: a smaller end of data in the same incarnation.</summary>
    RecordRegression = 36,

    /// <summary>One of a journal record's two copies is damaged.</summary>
    RecordCopy = 37,

    /// <summary>A journal record is damaged in both copies.</summary>
    Record = 38,

    /// <summary>Valid journal records stand behind the end of the log: records between are lost.</summary>
    RecordBeyondEnd = 39,

    /// <summary>A journal record does not continue the one before it.</summary>
    RecordChain = 40,

    /// <summary>The last group of journal records is incomplete, as a crash leaves it; nothing that was flushed is lost.</summary>
    TornTail = 41,

    /// <summary>A page could not be read.</summary>
    Unreadable = 42,
}
