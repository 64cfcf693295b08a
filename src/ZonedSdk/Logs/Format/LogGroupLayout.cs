using ZonedSdk.Descriptors;

namespace ZonedSdk.Logs.Format;

/// <summary>The bytes at the start of a group of records, before the table of its entries.</summary>
[BinaryLayout(64, Endian.Little), Reserved(56, 8)]
internal readonly ref partial struct LogGroupLayout
{
    /// <summary>"ZLGR".</summary>
    [Field(0, Unit = Unit.None)] public partial uint Magic { get; }

    /// <summary>CRC32C of what stands behind it up to the end of the table of entries.</summary>
    [Field(4, Unit = Unit.None)] public partial uint Checksum { get; }

    /// <summary>The log's identity.</summary>
    [Field(8)] public partial Guid Log { get; }

    /// <summary>The generation of the zone.</summary>
    [Field(24, Unit = Unit.Count)] public partial ulong Generation { get; }

    /// <summary>Where the group begins, from the zone's start.</summary>
    [Field(32, Unit = Unit.Byte)] public partial Bytes Offset { get; }

    /// <summary>The number of its first record; the others follow without a gap.</summary>
    [Field(40, Unit = Unit.Count)] public partial ulong FirstSequence { get; }

    /// <summary>Entries of the table, at least one.</summary>
    [Field(48, Unit = Unit.Count)] public partial uint RecordCount { get; }

    /// <summary>The sum of the records' lengths.</summary>
    [Field(52, Width = 4, Unit = Unit.Byte)] public partial Bytes DataLength { get; }
}
