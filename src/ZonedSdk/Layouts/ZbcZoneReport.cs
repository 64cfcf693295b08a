using ZonedSdk.Descriptors;

namespace ZonedSdk.Layouts;

/// <summary>The header of the data of REPORT ZONES (ZBC).</summary>
[BinaryLayout(64, Endian.Big), ReservedBits(4, 7, 4), Reserved(5, 3), Reserved(16, 48), Entries(typeof(ZbcZoneDescriptor), Length = nameof(ListLength))]
public readonly ref partial struct ZbcZoneReport
{
    /// <summary>ZONE LIST LENGTH: bytes of descriptors; this may be more than the buffer holds.</summary>
    [Field(0, Width = 4, Unit = Unit.Byte)] public partial Bytes ListLength { get; }

    /// <summary>SAME: what the zones have in common.</summary>
    [BitField(4, 3, 0)] public partial byte Same { get; }

    /// <summary>MAXIMUM LBA of the device.</summary>
    [Field(8, Unit = Unit.LogicalBlock)] public partial Lba MaximumLba { get; }
}
