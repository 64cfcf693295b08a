using System.Globalization;
using System.Runtime.InteropServices;

namespace ZonedSdk;

/// <summary>How an NVMe drive, or Linux's driver in its place, ended a command (NVM Express Base Specification, Status Field).</summary>
/// <param name="CodeType">The status code type, 0 to 7: 0 generic, 1 of the command, 2 of the medium, 3 of the path.</param>
/// <param name="Code">The status code, within its type.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct NvmeStatus(byte CodeType, byte Code)
{
    // The field has 15 bits; the highest tells a status from an error number of the system, and More, Do Not Retry and the retry delay are left out.
    internal const int Flag = 0x8000;
    internal const int Mask = 0x7FF;

    // What a table of error codes names.
    internal const int InvalidOpcode = Flag | 0x001;
    internal const int InvalidNamespace = Flag | 0x00B;
    internal const int NamespaceWriteProtected = Flag | 0x020;
    internal const int LbaOutOfRange = Flag | 0x080;
    internal const int InvalidLogPage = Flag | 0x109;
    internal const int InvalidZoneOperation = Flag | 0x1B6;
    internal const int ZoneBoundaryError = Flag | 0x1B8;
    internal const int ZoneIsFull = Flag | 0x1B9;
    internal const int ZoneIsReadOnly = Flag | 0x1BA;
    internal const int ZoneIsOffline = Flag | 0x1BB;
    internal const int ZoneInvalidWrite = Flag | 0x1BC;
    internal const int TooManyActiveZones = Flag | 0x1BD;
    internal const int TooManyOpenZones = Flag | 0x1BE;
    internal const int InvalidZoneStateTransition = Flag | 0x1BF;

    /// <summary>The status that <see cref="ZonedIOException.Errno"/> or <see cref="ZoneFailure.Errno"/> carries; null where that is a number of the system, or 0.</summary>
    /// <param name="errno">The number.</param>
    public static NvmeStatus? FromErrno(int errno) => (errno & Flag) != 0 ? new NvmeStatus((byte)((errno & Mask) >> 8), (byte)errno) : null;

    /// <summary>Type and code, with the specification's name where it is known: <c>NVMe status 1h/BCh (Zone Invalid Write)</c>.</summary>
    public override string ToString()
    {
        string number = string.Create(CultureInfo.InvariantCulture, $"NVMe status {CodeType:X}h/{Code:X2}h");
        return NameOf((CodeType << 8) | Code) is { } name ? $"{number} ({name})" : number;
    }

    /// <summary>The code by which the driver's answer goes through tables and exceptions.</summary>
    /// <param name="field">The status field, as the kernel returns it.</param>
    internal static int CodeOf(int field) => Flag | (field & Mask);

    private static string? NameOf(int status) => status switch
    {
        0x001 => "Invalid Command Opcode",
        0x002 => "Invalid Field in Command",
        0x004 => "Data Transfer Error",
        0x005 => "Commands Aborted due to Power Loss Notification",
        0x006 => "Internal Error",
        0x007 => "Command Abort Requested",
        0x008 => "Command Aborted due to SQ Deletion",
        0x00B => "Invalid Namespace or Format",
        0x020 => "Namespace is Write Protected",
        0x021 => "Command Interrupted",
        0x022 => "Transient Transport Error",
        0x080 => "LBA Out of Range",
        0x081 => "Capacity Exceeded",
        0x082 => "Namespace Not Ready",
        0x083 => "Reservation Conflict",
        0x084 => "Format In Progress",
        0x109 => "Invalid Log Page",
        0x182 => "Attempted Write to Read Only Range",
        0x1B6 => "Invalid Zone Operation Request",
        0x1B7 => "ZRWA Resources Unavailable",
        0x1B8 => "Zone Boundary Error",
        0x1B9 => "Zone Is Full",
        0x1BA => "Zone Is Read Only",
        0x1BB => "Zone Is Offline",
        0x1BC => "Zone Invalid Write",
        0x1BD => "Too Many Active Zones",
        0x1BE => "Too Many Open Zones",
        0x1BF => "Invalid Zone State Transition",
        0x280 => "Write Fault",
        0x281 => "Unrecovered Read Error",
        0x286 => "Access Denied",
        0x287 => "Deallocated or Unwritten Logical Block",
        0x300 => "Internal Path Error",
        0x301 => "Asymmetric Access Persistent Loss",
        0x302 => "Asymmetric Access Inaccessible",
        0x303 => "Asymmetric Access Transition",
        0x360 => "Controller Pathing Error",
        0x370 => "Host Pathing Error",
        0x371 => "Command Aborted By Host",
        _ => null,
    };
}
