using ZonedSdk.Descriptors;

namespace ZonedSdk.Logs.Format;

/// <summary>The bytes of a log zone's header, at the start of each of the zone's first two blocks.</summary>
[BinaryLayout(80, Endian.Little)]
internal readonly ref partial struct LogZoneHeaderLayout
{
    /// <summary>"ZONEDLOG".</summary>
    [Field(0, Unit = Unit.None)] public partial ulong Magic { get; }

    /// <summary>The log's identity.</summary>
    [Field(8)] public partial Guid Log { get; }
    [Field(24, Unit = Unit.None)] public partial uint Version { get; }
    [Field(28, Width = 4, Unit = Unit.Byte)] public partial Bytes BlockSize { get; }

    /// <summary>Which use of a zone by the log this is: larger than that of each use before.</summary>
    [Field(32, Unit = Unit.Count)] public partial ulong Generation { get; }

    /// <summary>The number of the first record here.</summary>
    [Field(40, Unit = Unit.Count)] public partial ulong FirstSequence { get; }

    /// <summary>The zone's index on the device.</summary>
    [Field(48, Unit = Unit.Count)] public partial uint Zone { get; }

    /// <summary>The zone whose records come before these; means something where <see cref="PreviousGeneration"/> is not 0.</summary>
    [Field(52, Unit = Unit.Count)] public partial uint PreviousZone { get; }

    /// <summary>That zone's generation; 0 = the log begins here.</summary>
    [Field(56, Unit = Unit.Count)] public partial ulong PreviousGeneration { get; }

    /// <summary>Where that zone's groups end, from its start: what stands behind is void.</summary>
    [Field(64, Unit = Unit.Byte)] public partial Bytes PreviousEnd { get; }

    /// <summary>CRC32C of the indexes of the zones that could not be read when this was written, ascending, 4 bytes each; 0 = none.</summary>
    [Field(72, Unit = Unit.None)] public partial uint DeadZones { get; }

    /// <summary>CRC32C of the bytes before it.</summary>
    [Field(76, Unit = Unit.None)] public partial uint Checksum { get; }
}
