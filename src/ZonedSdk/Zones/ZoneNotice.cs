using System.Runtime.InteropServices;

namespace ZonedSdk.Zones;

/// <summary>What a transition found worth telling, as plain data; the shell raises the event.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ZoneNotice
{
    public ZoneEventKind Kind;

    /// <summary>First byte of the range concerned.</summary>
    public long Start;

    /// <summary>Byte behind the range concerned.</summary>
    public long End;

    public ZoneError Error;

    /// <summary>The zone's write pointer after a report; null where there was none.</summary>
    public long? WritePointer;
}
