using ZonedSdk.Descriptors;

namespace ZonedSdk.Layouts;

/// <summary>What a namespace says of itself as a zoned one (Zoned Namespace Command Set Specification, I/O Command Set Specific Identify Namespace data structure, CNS 05h and CSI 02h), as far as it is used; the rest is left out as reserved.</summary>
[BinaryLayout(4096, Endian.Little), Reserved(0, 4), Reserved(12, 2804), Reserved(3840, 256)]
public readonly ref partial struct NvmeZonedNamespaceIdentity
{
    /// <summary>MAR, MOR: no limit.</summary>
    public const uint Unlimited = uint.MaxValue;

    /// <summary>MAR: most active zones, counted from zero; <see cref="Unlimited"/> = no limit.</summary>
    [Field(4, Unit = Unit.Count)] public partial uint LastActive { get; }

    /// <summary>MOR: most open zones, counted from zero; <see cref="Unlimited"/> = no limit.</summary>
    [Field(8, Unit = Unit.Count)] public partial uint LastOpen { get; }

    /// <summary>LBAFE: what each format means for zones.</summary>
    [Field(2816, Count = 64)] public partial NvmeZonedFormat Format(int index);
}
