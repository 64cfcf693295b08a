using ZonedSdk.Backends;

namespace ZonedSdk.Tests.Backends;

/// <summary>Requests of zone 1 as an engine gets them, where zones have 2 MiB and blocks 4 KiB.</summary>
internal static class TestRequests
{
    public const int Block = 4096;
    public const int ZoneBytes = 1 << 21;

    public static ZoneRequest Of(ZoneRequestKind kind, long offsetInZone, int lengthBytes, byte fill = 0)
    {
        byte[] buffer = new byte[lengthBytes];
        buffer.AsSpan().Fill(fill);
        return Of(kind, offsetInZone, buffer);
    }

    public static ZoneRequest Of(ZoneRequestKind kind, long offsetInZone, Memory<byte> buffer) =>
        new() { Kind = kind, ZoneIndex = 1, Offset = ZoneBytes + offsetInZone, Buffer = buffer, CommandLengthBytes = buffer.Length };

    /// <summary>Writes of one, two and one blocks, filled with 1, 2 and 3, as one command.</summary>
    public static ZoneRequest Chain()
    {
        ZoneRequest head = Of(ZoneRequestKind.Write, 0, Block, 1);
        head.NextCoalesced = Of(ZoneRequestKind.Write, Block, 2 * Block, 2);
        head.NextCoalesced.NextCoalesced = Of(ZoneRequestKind.Write, 3 * Block, Block, 3);
        head.CommandLengthBytes = 4 * Block;
        return head;
    }
}
