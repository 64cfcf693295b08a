using ZonedSdk.Descriptors;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>The bytes in which a zone's state is stored, in a checkpoint and in a journal record.</summary>
[BinaryLayout(16, Endian.Little)]
internal readonly ref partial struct ZoneEntryLayout
{
    /// <summary>End of data, from the zone's start.</summary>
    [Field(0, Unit = Unit.Byte)] public partial Bytes DataEnd { get; }

    /// <summary>As ZBC numbers it.</summary>
    [Field(8)] public partial ZoneCondition Condition { get; }

    /// <summary>None are defined: zero.</summary>
    [Field(9)] public partial byte Flags { get; }

    /// <summary>Zero; a field, so that the check of a hundred thousand entries is one comparison.</summary>
    [Field(10)] public partial ushort Unused { get; }

    [Field(12, Unit = Unit.Count)] public partial uint Incarnation { get; }
}
