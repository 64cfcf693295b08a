namespace ZoneArchive;

/// <summary>
/// The first block of every zone in use, written after each reset. Its random incarnation names this life of the zone: whatever was written
/// in an earlier life, or by a command that landed late, carries another one and is found out.
/// </summary>
/// <param name="VolumeId">The volume that the zone belongs to.</param>
/// <param name="Use">Log or data.</param>
/// <param name="Zone">The zone's own index among those of its use, so that a misdirected write is found out.</param>
/// <param name="Incarnation">Random, new after each reset.</param>
/// <param name="Log">Log zones: the place in the catalog log. Data zones: the default.</param>
internal sealed record ZoneHeader(ulong VolumeId, ZoneUse Use, int Zone, ulong Incarnation, LogPlace Log = default)
{
    public const int SizeBytes = 64;
    private const ulong Magic = 0x3130454E_4F5A415A; // "ZAZONE01"

    public void Write(Span<byte> target)
    {
        var writer = new ByteWriter(target[..SizeBytes]);
        writer.UInt64(Magic);
        writer.UInt64(VolumeId);
        writer.UInt64(Incarnation);
        writer.UInt64(Log.Generation);
        writer.Int32(Zone);
        writer.Int32(Log.Index);
        writer.Byte((byte)Use);
        writer.Byte(Log.Copy);
        writer.Byte(Log.Copies);
        writer.ZeroTo(SizeBytes - sizeof(uint));
        writer.Checksum();
    }

    /// <summary>Reads a header; null when there is none, or a damaged one.</summary>
    public static ZoneHeader? TryRead(ReadOnlySpan<byte> source)
    {
        var reader = new ByteReader(source[..SizeBytes]);
        if (reader.UInt64() != Magic)
        {
            return null;
        }

        ulong volumeId = reader.UInt64();
        ulong incarnation = reader.UInt64();
        ulong generation = reader.UInt64();
        int zone = reader.Int32();
        int index = reader.Int32();
        var use = (ZoneUse)reader.Byte();
        byte copy = reader.Byte();
        byte copies = reader.Byte();
        reader.SkipTo(SizeBytes - sizeof(uint));

        // The rest of the block is zero, behind the superblock that a log zone has: a damaged bit there says that the block is not what was written.
        int usedBytes = use == ZoneUse.Log ? SizeBytes + Superblock.SizeBytes : SizeBytes;
        bool isIntact = reader.ChecksumMatches() && source[Math.Min(usedBytes, source.Length)..].IndexOfAnyExcept((byte)0) < 0;
        return isIntact ? new ZoneHeader(volumeId, use, zone, incarnation, new LogPlace(generation, copy, copies, index)) : null;
    }
}

/// <summary>What a zone of the volume is used for.</summary>
internal enum ZoneUse : byte
{
    Log = 1,
    Data = 2,
}
