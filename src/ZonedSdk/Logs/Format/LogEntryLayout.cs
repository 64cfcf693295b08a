using ZonedSdk.Descriptors;

namespace ZonedSdk.Logs.Format;

/// <summary>The bytes of one entry of a group's table.</summary>
[BinaryLayout(8, Endian.Little)]
internal readonly ref partial struct LogEntryLayout
{
    /// <summary>The record's length, 0 or more.</summary>
    [Field(0, Width = 4, Unit = Unit.Byte)] public partial Bytes Length { get; }

    /// <summary>CRC32C of the record's number (8 bytes, little-endian) and its data.</summary>
    [Field(4, Unit = Unit.None)] public partial uint Checksum { get; }
}
