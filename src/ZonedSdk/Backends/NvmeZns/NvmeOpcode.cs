namespace ZonedSdk.Backends.NvmeZns;

/// <summary>The commands that a namespace is told, by their opcodes (NVM Command Set and Zoned Namespace Command Set specifications; Get Log Page and Identify are admin commands of the base specification, with numbers of their own).</summary>
internal static class NvmeOpcode
{
    public const byte Flush = 0x00;
    public const byte Write = 0x01;
    public const byte Read = 0x02;
    public const byte GetLogPage = 0x02;
    public const byte Identify = 0x06;
    public const byte ZoneManagementSend = 0x79;
    public const byte ZoneManagementReceive = 0x7A;
    public const byte ZoneAppend = 0x7D;
}
