using ZonedSdk.Descriptors;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>The bytes in which a zone's state is stored, in a checkpoint and in a journal record.</summary>
[BinaryLayout(16, Endian.Little), Reserved(10, 2)]
internal readonly ref partial struct ZoneEntryLayout
{
    /// <summary>End of data, from the zone's start.</summary>
    [Field(0, Unit = Unit.Byte)] public partial Bytes DataEnd { get; }

    /// <summary>As ZBC numbers it.</summary>
    [Field(8)] public partial ZoneCondition Condition { get; }

    /// <summary>None are defined: zero.</summary>
    [Field(9)] public partial byte Flags { get; }

    [Field(12, Unit = Unit.Count)] public partial uint Incarnation { get; }
}
