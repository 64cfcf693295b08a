using ZonedSdk.Descriptors;

namespace ZonedSdk.Layouts;

/// <summary>The zoned extension of a qcow2 header: its data, behind magic number and length (QEMU patch series "Add full zoned storage emulation to qcow2 driver", version 8 and later).</summary>
[BinaryLayout(56, Endian.Big), Reserved(1, 3)]
public readonly ref partial struct Qcow2ZonedExtension
{
    /// <summary>The extension's magic number in the list of header extensions: "\0zbd".</summary>
    public const uint Magic = 0x007A6264;

    /// <summary>The number of the incompatible feature bit that goes with it.</summary>
    public const int IncompatibleFeatureBit = 5;

    /// <summary>The zone model; a value that is not defined refuses the image.</summary>
    [Field(0)] public partial Qcow2ZonedModel Model { get; }

    /// <summary>The zone size.</summary>
    [Field(4, Unit = Unit.Byte)] public partial Bytes ZoneSize { get; }

    /// <summary>How much of a zone can be written; at most its size.</summary>
    [Field(12, Unit = Unit.Byte)] public partial Bytes ZoneCapacity { get; }

    /// <summary>So many zones from the start are conventional.</summary>
    [Field(20, Unit = Unit.Count)] public partial uint ConventionalZones { get; }

    /// <summary>How many zones there are.</summary>
    [Field(24, Unit = Unit.Count)] public partial uint ZoneCount { get; }

    /// <summary>Most active zones; 0 = no limit.</summary>
    [Field(28, Unit = Unit.Count)] public partial uint MaxActiveZones { get; }

    /// <summary>Most open zones; 0 = no limit.</summary>
    [Field(32, Unit = Unit.Count)] public partial uint MaxOpenZones { get; }

    /// <summary>Most bytes of one append.</summary>
    [Field(36, Width = 4, Unit = Unit.Byte)] public partial Bytes MaxAppend { get; }

    /// <summary>Bytes of the table of <see cref="Qcow2ZoneEntry"/>: eight for each zone.</summary>
    [Field(40, Unit = Unit.Byte)] public partial Bytes MetadataSize { get; }

    /// <summary>Where that table stands in the file.</summary>
    [Field(48, Unit = Unit.Byte)] public partial Bytes MetadataOffset { get; }
}
