using ZonedSdk.Descriptors;

namespace ZonedSdk.Layouts;

/// <summary>What a controller says of itself (NVM Express Base Specification, Identify Controller data structure, CNS 01h), as far as it is used; the rest is left out as reserved.</summary>
[BinaryLayout(4096, Endian.Little), Reserved(0, 77), Reserved(78, 447), ReservedBits(525, 7, 1), Reserved(526, 3570)]
public readonly ref partial struct NvmeControllerIdentity
{
    /// <summary>MDTS: one command transfers two to the power of so many of the controller's smallest pages at most; 0 = no limit.</summary>
    [Field(77)] public partial byte MaxTransferExponent { get; }

    /// <summary>VWC bit 0: it has a volatile write cache, which Flush empties.</summary>
    [BitField(525, 0, 0)] public partial bool HasVolatileCache { get; }
}
