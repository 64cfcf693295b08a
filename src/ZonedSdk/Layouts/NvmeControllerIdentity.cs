using ZonedSdk.Descriptors;

namespace ZonedSdk.Layouts;

/// <summary>What a controller says of itself (NVM Express Base Specification, Identify Controller data structure, CNS 01h), as far as it is used; the rest is left out as reserved.</summary>
[BinaryLayout(4096, Endian.Little), Reserved(0, 77), Reserved(78, 17), ReservedBits(95, 7, 4), ReservedBits(95, 2, 0), Reserved(96, 429), ReservedBits(525, 7, 1), Reserved(526, 3570)]
public readonly ref partial struct NvmeControllerIdentity
{
    /// <summary>MDTS: one command transfers two to the power of so many of the controller's smallest pages at most; 0 = no limit.</summary>
    [Field(77)] public partial byte MaxTransferExponent { get; }

    /// <summary>OAES bit 27, ZDCN: it tells of zones that it has changed by itself, and keeps a list of them.</summary>
    [BitField(95, 3, 3)] public partial bool KeepsChangedZones { get; }

    /// <summary>VWC bit 0: it has a volatile write cache, which Flush empties.</summary>
    [BitField(525, 0, 0)] public partial bool HasVolatileCache { get; }
}
