namespace ZoneArchive;

/// <summary>Where one piece of a file is, and what it must be: a reader believes nothing else.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="Incarnation">The zone's incarnation when the piece was written.</param>
/// <param name="OffsetInZone">Where its <see cref="ExtentHeader"/> starts, in bytes from the zone's start.</param>
/// <param name="FileOffset">Where in the file its payload starts, in bytes.</param>
/// <param name="LengthBytes">Bytes of payload.</param>
/// <param name="Crc">CRC-32C of the payload.</param>
internal readonly record struct ExtentRef(int Zone, ulong Incarnation, long OffsetInZone, long FileOffset, int LengthBytes, uint Crc)
{
    /// <summary>Bytes that the piece takes of its zone: header, payload, and padding up to the next header.</summary>
    public int StoredBytes => Align.Up(ExtentHeader.SizeBytes + LengthBytes, ExtentHeader.AlignmentBytes);
}
