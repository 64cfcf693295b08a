using ZonedSdk.Descriptors;

namespace ZonedSdk.Layouts;

/// <summary>A Get Log Page command to an NVMe drive past the block layer: <c>struct nvme_passthru_cmd64</c> of include/uapi/linux/nvme_ioctl.h, with the command dwords as Get Log Page uses them (NVM Express Base Specification, Get Log Page command). Fields that it does not use here are left out as reserved.</summary>
[BinaryLayout(80, Endian.Little), Reserved(1, 3), Reserved(8, 16), Reserved(32, 4), ReservedBits(41, 6, 0), Reserved(44, 15), Reserved(60, 4), Reserved(68, 12)]
public readonly ref partial struct NvmeLogPageCommand
{
    /// <summary>The command's opcode, 02h.</summary>
    [Field(0)] public partial byte Opcode { get; }

    /// <summary>NSID: the namespace whose log it is.</summary>
    [Field(4, Unit = Unit.None)] public partial uint Namespace { get; }

    /// <summary>The data buffer's address in the process.</summary>
    [Field(24, Unit = Unit.None)] public partial ulong DataAddress { get; }

    /// <summary>The data buffer's length.</summary>
    [Field(36, Width = 4, Unit = Unit.Byte)] public partial Bytes DataLength { get; }

    /// <summary>Command dword 10 bits 7:0, LID: which log.</summary>
    [Field(40)] public partial byte LogPage { get; }

    /// <summary>Command dword 10 bit 15, RAE: the event that the log belongs to is kept, and so is what the log says.</summary>
    [BitField(41, 7, 7)] public partial bool RetainsEvent { get; }

    /// <summary>Command dword 10 bits 31:16, NUMDL: dwords of data, counted from zero.</summary>
    [Field(42, Unit = Unit.Count)] public partial ushort DataDwords { get; }

    /// <summary>Command dword 14 bits 31:24, CSI: of which command set the log is.</summary>
    [Field(59)] public partial byte CommandSet { get; }

    /// <summary>After so many milliseconds the kernel gives up; 0 = its own limit.</summary>
    [Field(64, Unit = Unit.Count)] public partial uint TimeoutMilliseconds { get; }
}
