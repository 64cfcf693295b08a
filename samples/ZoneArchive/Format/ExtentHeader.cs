namespace ZoneArchive;

/// <summary>
/// Stands before each piece of a file. Its checksum covers the zone and the incarnation that the piece was written to and the place in the
/// file that it belongs to, so a piece from an earlier life of the zone, or from somewhere else, never passes for this one.
/// </summary>
/// <param name="VolumeId">The volume.</param>
/// <param name="FileId">The file, by its random id: never used again, also after a crash.</param>
/// <param name="Sequence">The piece's number within the file, from 0.</param>
/// <param name="FileOffset">Where in the file its payload starts, in bytes.</param>
/// <param name="LengthBytes">Bytes of payload; the next header follows on the next multiple of 8.</param>
/// <param name="PayloadCrc">CRC-32C of the payload.</param>
/// <param name="Zone">The zone that it was written to.</param>
/// <param name="Incarnation">That zone's incarnation.</param>
internal readonly record struct ExtentHeader(
    ulong VolumeId, ulong FileId, int Sequence, long FileOffset, int LengthBytes, uint PayloadCrc, int Zone, ulong Incarnation)
{
    public const int SizeBytes = 64;
    public const int AlignmentBytes = 8;
    private const uint Magic = 0x5845415A; // "ZAEX"

    public void Write(Span<byte> target)
    {
        var writer = new ByteWriter(target[..SizeBytes]);
        writer.UInt32(Magic);
        writer.Int32(LengthBytes);
        writer.UInt64(VolumeId);
        writer.UInt64(FileId);
        writer.Int64(FileOffset);
        writer.UInt64(Incarnation);
        writer.Int32(Zone);
        writer.Int32(Sequence);
        writer.UInt32(PayloadCrc);
        writer.ZeroTo(SizeBytes - sizeof(uint));
        writer.Checksum();
    }

    /// <summary>Reads a header; null when there is none, or a damaged one.</summary>
    public static ExtentHeader? TryRead(ReadOnlySpan<byte> source)
    {
        var reader = new ByteReader(source[..SizeBytes]);
        if (reader.UInt32() != Magic)
        {
            return null;
        }

        int lengthBytes = reader.Int32();
        ulong volumeId = reader.UInt64();
        ulong fileId = reader.UInt64();
        long fileOffset = reader.Int64();
        ulong incarnation = reader.UInt64();
        int zone = reader.Int32();
        int sequence = reader.Int32();
        uint payloadCrc = reader.UInt32();
        reader.SkipTo(SizeBytes - sizeof(uint));
        return reader.ChecksumMatches()
            ? new ExtentHeader(volumeId, fileId, sequence, fileOffset, lengthBytes, payloadCrc, zone, incarnation)
            : null;
    }
}
