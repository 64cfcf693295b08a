using ZonedSdk.Descriptors;

namespace ZonedSdk.Layouts;

/// <summary>A zone in NVMe's list of changed zones (Zoned Namespace Command Set Specification, Changed Zone List log page, Zone Identifier).</summary>
[BinaryLayout(8, Endian.Little)]
public readonly ref partial struct NvmeChangedZone
{
    /// <summary>ZSLBA: the zone's first block.</summary>
    [Field(0, Unit = Unit.LogicalBlock)] public partial Lba Start { get; }
}
