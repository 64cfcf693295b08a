using ZonedSdk.Descriptors;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>The bytes of one of a journal record's two pages.</summary>
[BinaryLayout(PageFrame.SizeBytes, Endian.Little), Reserved(3864, 232)]
internal readonly ref partial struct JournalLayout
{
    /// <summary>"ZONEDJRN".</summary>
    [Field(0, Unit = Unit.None)] public partial ulong Magic { get; }
    [Field(8)] public partial Guid Uuid { get; }
    [Field(24, Unit = Unit.Count)] public partial ulong Sequence { get; }

    /// <summary>The sequence of the group's first record.</summary>
    [Field(32, Unit = Unit.Count)] public partial ulong GroupFirst { get; }

    /// <summary>Records of the group.</summary>
    [Field(40, Unit = Unit.Count)] public partial uint GroupLength { get; }
    [Field(44, Unit = Unit.Count)] public partial uint OpenCount { get; }

    /// <summary>The checksum of the record before.</summary>
    [Field(48, Unit = Unit.None)] public partial uint PreviousChecksum { get; }

    /// <summary>Entries of the record; those behind them are zero.</summary>
    [Field(52, Unit = Unit.Count)] public partial uint EntryCount { get; }

    /// <summary>The newest checkpoint's generation, its low half; informative.</summary>
    [Field(56, Unit = Unit.Count)] public partial uint CheckpointGeneration { get; }
    [Field(60, Unit = Unit.None)] public partial uint Checksum { get; }
    [Field(64, Count = JournalPage.EntriesPerRecord)] public partial JournalEntryLayout Entry(int index);
}
