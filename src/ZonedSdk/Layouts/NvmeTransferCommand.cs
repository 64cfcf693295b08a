using ZonedSdk.Descriptors;

namespace ZonedSdk.Layouts;

/// <summary>A read, a write, an append or a flush past the block layer: <c>struct nvme_passthru_cmd64</c> of include/uapi/linux/nvme_ioctl.h, with the command dwords as these use them (NVM Command Set and Zoned Namespace Command Set specifications). Fields that they do not use here are left out as reserved.</summary>
[BinaryLayout(80, Endian.Little), Reserved(1, 3), Reserved(8, 16), Reserved(32, 4), Reserved(50, 14), Reserved(68, 4)]
public readonly ref partial struct NvmeTransferCommand
{
    /// <summary>The command's opcode.</summary>
    [Field(0)] public partial byte Opcode { get; }

    /// <summary>NSID: the namespace.</summary>
    [Field(4, Unit = Unit.None)] public partial uint Namespace { get; }

    /// <summary>The data buffer's address in the process.</summary>
    [Field(24, Unit = Unit.None)] public partial ulong DataAddress { get; }

    /// <summary>The data buffer's length.</summary>
    [Field(36, Width = 4, Unit = Unit.Byte)] public partial Bytes DataLength { get; }

    /// <summary>Command dwords 10 and 11: SLBA, the first block; of an append ZSLBA, the zone's first block.</summary>
    [Field(40, Unit = Unit.LogicalBlock)] public partial Lba Start { get; }

    /// <summary>Command dword 12 bits 15:0, NLB: how many blocks, counted from zero.</summary>
    [Field(48)] public partial ushort LastBlock { get; }

    /// <summary>After so many milliseconds the kernel gives up; 0 = its own limit.</summary>
    [Field(64, Unit = Unit.Count)] public partial uint TimeoutMilliseconds { get; }

    /// <summary>On output completion dwords 0 and 1: of an append ALBA, the block where its data begin.</summary>
    [Field(72, Unit = Unit.LogicalBlock)] public partial Lba Assigned { get; }
}
