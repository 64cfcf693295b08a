using ZonedSdk.Descriptors;

namespace ZonedSdk.Layouts;

/// <summary>What a namespace says of itself as any namespace of blocks (NVM Command Set Specification, Identify Namespace data structure, CNS 00h), as far as it is used; the rest is left out as reserved.</summary>
[BinaryLayout(4096, Endian.Little), Reserved(8, 17), ReservedBits(26, 7, 7), Reserved(27, 101), Reserved(384, 3712)]
public readonly ref partial struct NvmeNamespaceIdentity
{
    /// <summary>NSZE: its size.</summary>
    [Field(0, Unit = Unit.LogicalBlock)] public partial Lba BlockCount { get; }

    /// <summary>NLBAF: how many formats there are, counted from zero.</summary>
    [Field(25)] public partial byte LastFormat { get; }

    /// <summary>FLBAS bits 3:0: the low half of the index of the format in use.</summary>
    [BitField(26, 3, 0)] public partial byte FormatLow { get; }

    /// <summary>FLBAS bit 4: metadata are transferred behind each block.</summary>
    [BitField(26, 4, 4)] public partial bool MetadataAreInline { get; }

    /// <summary>FLBAS bits 6:5: the high part of that index, where there are more than 16 formats.</summary>
    [BitField(26, 6, 5)] public partial byte FormatHigh { get; }

    /// <summary>LBAF: the formats.</summary>
    [Field(128, Count = 64)] public partial NvmeLbaFormat Format(int index);
}
