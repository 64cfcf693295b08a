using ZonedSdk.Descriptors;

namespace ZonedSdk.Layouts;

/// <summary>A zone in the data of REPORT ZONES (ZBC, zone descriptor format).</summary>
[BinaryLayout(64, Endian.Big), ReservedBits(0, 7, 4), ReservedBits(1, 3, 2), Reserved(2, 6), Reserved(32, 32)]
public readonly ref partial struct ZbcZoneDescriptor
{
    /// <summary>ZONE TYPE.</summary>
    [BitField(0, 3, 0)] public partial ZbcZoneType Type { get; }

    /// <summary>ZONE CONDITION.</summary>
    [BitField(1, 7, 4)] public partial ZbcZoneCondition Condition { get; }

    /// <summary>NON_SEQ: it took writes away from its write pointer.</summary>
    [BitField(1, 1, 1)] public partial bool NonSequential { get; }

    /// <summary>RESET: the drive recommends a reset.</summary>
    [BitField(1, 0, 0)] public partial bool ResetRecommended { get; }

    /// <summary>ZONE LENGTH.</summary>
    [Field(8, Unit = Unit.LogicalBlock)] public partial Lba Length { get; }

    /// <summary>ZONE START LBA.</summary>
    [Field(16, Unit = Unit.LogicalBlock)] public partial Lba Start { get; }

    /// <summary>WRITE POINTER LBA.</summary>
    [Field(24, Unit = Unit.LogicalBlock)] public partial Lba WritePointer { get; }
}
