using ZonedSdk.Descriptors;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>The bytes of one page of a checkpoint.</summary>
[BinaryLayout(PageFrame.SizeBytes, Endian.Little)]
internal readonly ref partial struct CheckpointLayout
{
    /// <summary>"ZONEDCKP".</summary>
    [Field(0, Unit = Unit.None)] public partial ulong Magic { get; }
    [Field(8)] public partial Guid Uuid { get; }
    [Field(24, Unit = Unit.Count)] public partial ulong Generation { get; }

    /// <summary>The last record contained.</summary>
    [Field(32, Unit = Unit.Count)] public partial ulong Sequence { get; }

    /// <summary>That record's checksum.</summary>
    [Field(40, Unit = Unit.None)] public partial uint RecordChecksum { get; }
    [Field(44, Unit = Unit.Count)] public partial uint OpenCount { get; }

    /// <summary>Pages of the checkpoint.</summary>
    [Field(48, Unit = Unit.Count)] public partial uint PageCount { get; }

    /// <summary>This page, from 0.</summary>
    [Field(52, Unit = Unit.Count)] public partial uint PageNumber { get; }

    /// <summary>Entries on this page; those behind them are zero.</summary>
    [Field(56, Unit = Unit.Count)] public partial uint EntryCount { get; }
    [Field(60, Unit = Unit.None)] public partial uint Checksum { get; }
    [Field(64, Count = CheckpointPage.EntriesPerPage)] public partial ZoneEntryLayout Entry(int index);
}
