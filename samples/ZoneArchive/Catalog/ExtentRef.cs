namespace ZoneArchive;

/// <summary>Where one piece of a file is, and what it must be: a reader believes nothing else.</summary>
/// <param name="Address">Where its <see cref="ExtentHeader"/> starts.</param>
/// <param name="Incarnation">The zone's incarnation when the piece was written.</param>
/// <param name="FileOffset">Where in the file its payload starts, in bytes.</param>
/// <param name="LengthBytes">Bytes of payload.</param>
/// <param name="Crc">CRC-32C of the payload.</param>
internal readonly record struct ExtentRef(ArchiveVolume.DataAddress Address, ulong Incarnation, long FileOffset, int LengthBytes, uint Crc)
{
    /// <summary>Index of its zone within the volume's data zones.</summary>
    public int Zone => Address.ZoneIndex;

    /// <summary>Bytes that the piece takes of its zone: header, payload, and padding up to the next header.</summary>
    public int StoredBytes => Align.Up(ExtentHeader.SizeBytes + LengthBytes, ExtentHeader.AlignmentBytes);
}
