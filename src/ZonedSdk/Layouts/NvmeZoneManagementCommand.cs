using ZonedSdk.Descriptors;

namespace ZonedSdk.Layouts;

/// <summary>A zone management command to an NVMe drive past the block layer: <c>struct nvme_passthru_cmd64</c> of include/uapi/linux/nvme_ioctl.h. Fields that zone management does not use are left out as reserved.</summary>
/// <remarks>Linux counts its command dwords in the machine's order; the starting block takes two of them, low one first.</remarks>
[BinaryLayout(80, Endian.Little), Reserved(1, 3), Reserved(8, 16), Reserved(32, 4), Reserved(53, 1), ReservedBits(54, 7, 1), Reserved(55, 9), Reserved(68, 4)]
public readonly ref partial struct NvmeZoneManagementCommand
{
    /// <summary>The command's opcode.</summary>
    [Field(0)] public partial byte Opcode { get; }

    /// <summary>NSID: the namespace.</summary>
    [Field(4, Unit = Unit.None)] public partial uint Namespace { get; }

    /// <summary>The data buffer's address in the process.</summary>
    [Field(24, Unit = Unit.None)] public partial ulong DataAddress { get; }

    /// <summary>The data buffer's length.</summary>
    [Field(36, Width = 4, Unit = Unit.Byte)] public partial Bytes DataLength { get; }

    /// <summary>Command dwords 10 and 11, SLBA: the zone's first block.</summary>
    [Field(40, Unit = Unit.LogicalBlock)] public partial Lba Start { get; }

    /// <summary>Command dword 12, NUMD of a receive: dwords of data, counted from zero.</summary>
    [Field(48, Unit = Unit.Count)] public partial uint DataDwords { get; }

    /// <summary>Command dword 13 bits 7:0, ZSA or ZRA: what to do with the zone, or what to receive of it.</summary>
    [Field(52)] public partial byte Action { get; }

    /// <summary>Command dword 13 bit 16 of a receive: the report counts the zones that the buffer holds, not all that there are.</summary>
    [BitField(54, 0, 0)] public partial bool IsPartial { get; }

    /// <summary>After so many milliseconds the kernel gives up; 0 = its own limit.</summary>
    [Field(64, Unit = Unit.Count)] public partial uint TimeoutMilliseconds { get; }

    /// <summary>On output completion dwords 0 and 1.</summary>
    [Field(72, Unit = Unit.None)] public partial ulong Result { get; }
}
