using ZonedSdk.Descriptors;

namespace ZonedSdk.Layouts;

/// <summary>What a format of a zoned namespace means for its zones (Zoned Namespace Command Set Specification, LBA Format Extension data structure).</summary>
[BinaryLayout(16, Endian.Little), Reserved(9, 7)]
public readonly ref partial struct NvmeZonedFormat
{
    /// <summary>ZSZE: from a zone's start to the next one's.</summary>
    [Field(0, Unit = Unit.LogicalBlock)] public partial Lba ZoneSize { get; }

    /// <summary>ZDES: bytes of a zone's descriptor extension, in units of 64; 0 = there is none.</summary>
    [Field(8)] public partial byte DescriptorExtensionUnits { get; }
}
