using ZonedSdk.Descriptors;

namespace ZonedSdk.Layouts;

/// <summary>A format that a namespace can have (NVM Command Set Specification, LBA Format data structure).</summary>
[BinaryLayout(4, Endian.Little), ReservedBits(3, 7, 2)]
public readonly ref partial struct NvmeLbaFormat
{
    /// <summary>MS: bytes of metadata of each block.</summary>
    [Field(0)] public partial ushort MetadataBytes { get; }

    /// <summary>LBADS: a block has two to the power of so many bytes; 0 = the format is not there.</summary>
    [Field(2)] public partial byte SizeExponent { get; }

    /// <summary>RP: how fast it is among the others, 0 the fastest.</summary>
    [BitField(3, 1, 0)] public partial byte RelativePerformance { get; }
}
