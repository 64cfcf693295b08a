using ZonedSdk.Descriptors;

namespace ZonedSdk.Layouts;

/// <summary>A zone in NVMe's zone report (Zoned Namespace Command Set, Zone Descriptor). The descriptor extension, where there is one, stands behind it.</summary>
[BinaryLayout(64, Endian.Little), ReservedBits(0, 7, 4), ReservedBits(1, 3, 0), Reserved(4, 4), Reserved(32, 32)]
public readonly ref partial struct NvmeZoneDescriptor
{
    /// <summary>Its type.</summary>
    [BitField(0, 3, 0)] public partial NvmeZoneType Type { get; }

    /// <summary>Its state.</summary>
    [BitField(1, 7, 4)] public partial NvmeZoneState State { get; }

    /// <summary>What the controller did or recommends.</summary>
    [Field(2)] public partial NvmeZoneAttributes Attributes { get; }

    /// <summary>How urgent the recommendations are.</summary>
    [Field(3)] public partial byte AttributeInformation { get; }

    /// <summary>ZCAP: how many blocks can be written.</summary>
    [Field(8, Unit = Unit.LogicalBlock)] public partial Lba Capacity { get; }

    /// <summary>ZSLBA: the zone's first block.</summary>
    [Field(16, Unit = Unit.LogicalBlock)] public partial Lba Start { get; }

    /// <summary>WP: the block of the next write; all ones where it means nothing.</summary>
    [Field(24, Unit = Unit.LogicalBlock)] public partial Lba WritePointer { get; }
}
