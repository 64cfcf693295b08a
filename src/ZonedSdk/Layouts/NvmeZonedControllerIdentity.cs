using ZonedSdk.Descriptors;

namespace ZonedSdk.Layouts;

/// <summary>What a controller says of itself as one of zoned namespaces (Zoned Namespace Command Set Specification, I/O Command Set Specific Identify Controller data structure, CNS 06h and CSI 02h).</summary>
[BinaryLayout(4096, Endian.Little), Reserved(1, 4095)]
public readonly ref partial struct NvmeZonedControllerIdentity
{
    /// <summary>ZASL: one append transfers two to the power of so many of the controller's smallest pages at most; 0 = as much as any transfer.</summary>
    [Field(0)] public partial byte MaxAppendExponent { get; }
}
