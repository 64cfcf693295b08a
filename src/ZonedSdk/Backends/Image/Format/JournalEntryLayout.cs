using ZonedSdk.Descriptors;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>The bytes of a journal record's entry.</summary>
[BinaryLayout(20, Endian.Little)]
internal readonly ref partial struct JournalEntryLayout
{
    /// <summary>The zone's index.</summary>
    [Field(0, Unit = Unit.Count)] public partial uint Zone { get; }

    /// <summary>What is durable from this record on.</summary>
    [Field(4)] public partial ZoneEntryLayout State { get; }
}
