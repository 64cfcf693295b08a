using ZonedSdk.Descriptors;

namespace ZonedSdk.Layouts;

/// <summary>An Identify command to an NVMe drive past the block layer: <c>struct nvme_passthru_cmd64</c> of include/uapi/linux/nvme_ioctl.h, with the command dwords as Identify uses them (NVM Express Base Specification, Identify command). Fields that it does not use are left out as reserved.</summary>
[BinaryLayout(80, Endian.Little), Reserved(1, 3), Reserved(8, 16), Reserved(32, 4), Reserved(41, 6), Reserved(48, 16), Reserved(68, 12)]
public readonly ref partial struct NvmeIdentifyCommand
{
    /// <summary>The command's opcode, 06h.</summary>
    [Field(0)] public partial byte Opcode { get; }

    /// <summary>NSID: the namespace; 0 where the controller is asked for itself.</summary>
    [Field(4, Unit = Unit.None)] public partial uint Namespace { get; }

    /// <summary>The data buffer's address in the process.</summary>
    [Field(24, Unit = Unit.None)] public partial ulong DataAddress { get; }

    /// <summary>The data buffer's length, 4,096.</summary>
    [Field(36, Width = 4, Unit = Unit.Byte)] public partial Bytes DataLength { get; }

    /// <summary>Command dword 10 bits 7:0, CNS: which structure is asked for.</summary>
    [Field(40)] public partial byte Structure { get; }

    /// <summary>Command dword 11 bits 31:24, CSI: of which command set it is asked.</summary>
    [Field(47)] public partial byte CommandSet { get; }

    /// <summary>After so many milliseconds the kernel gives up; 0 = its own limit.</summary>
    [Field(64, Unit = Unit.Count)] public partial uint TimeoutMilliseconds { get; }
}
