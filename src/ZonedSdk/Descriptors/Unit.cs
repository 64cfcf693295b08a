namespace ZonedSdk.Descriptors;

/// <summary>What a number in a layout counts. Every number wide enough for an address says it: ZSDK2006.</summary>
public enum Unit
{
    /// <summary>Not said.</summary>
    Unspecified = 0,

    /// <summary>Neither an address nor a length: a magic number, a checksum, a sequence number, flags.</summary>
    None = 1,

    /// <summary>How many of something there are, or the index of one.</summary>
    Count = 2,

    /// <summary>Bytes; the property's type is <see cref="Bytes"/>.</summary>
    Byte = 3,

    /// <summary>Sectors of 512 bytes, whatever the device's block size; the property's type is <see cref="Sectors512"/>.</summary>
    Sector512 = 4,

    /// <summary>Logical blocks of the device; the property's type is <see cref="Lba"/>.</summary>
    LogicalBlock = 5,
}
