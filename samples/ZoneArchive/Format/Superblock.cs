namespace ZoneArchive;

/// <summary>
/// What a volume is and how its zones are split. It is written once, twice over: in the first two blocks of the first sequential zone,
/// which is finished then and never reset while the volume lives.
/// </summary>
internal sealed record Superblock
{
    public const int SizeBytes = 64;
    public const int Copies = 2;
    public const uint CurrentVersion = 2;
    private const ulong Magic = 0x48435241_454E4F5A; // "ZONEARCH"

    public required ulong VolumeId { get; init; }

    public required int BlockSizeBytes { get; init; }

    public required long ZoneSizeBytes { get; init; }

    public required int ZoneCount { get; init; }

    public required int FirstLogZone { get; init; }

    public required int LogZoneCount { get; init; }

    public required DateTimeOffset Created { get; init; }

    public int FirstDataZone => FirstLogZone + LogZoneCount;

    public void Write(Span<byte> target)
    {
        var writer = new ByteWriter(target[..SizeBytes]);
        writer.UInt64(Magic);
        writer.UInt32(CurrentVersion);
        writer.Int32(BlockSizeBytes);
        writer.UInt64(VolumeId);
        writer.Int64(ZoneSizeBytes);
        writer.Int32(ZoneCount);
        writer.Int32(FirstLogZone);
        writer.Int32(LogZoneCount);
        writer.UInt32(0);
        writer.Int64(Created.ToUnixTimeMilliseconds());
        writer.ZeroTo(SizeBytes - sizeof(uint));
        writer.Checksum();
    }

    /// <summary>Reads one copy.</summary>
    /// <returns>Null when this is no intact superblock.</returns>
    /// <exception cref="ArchiveFormatException">It is intact and of a version that this program does not know.</exception>
    public static Superblock? TryRead(ReadOnlySpan<byte> source)
    {
        var reader = new ByteReader(source[..SizeBytes]);
        if (reader.UInt64() != Magic)
        {
            return null;
        }

        uint version = reader.UInt32();
        int blockSizeBytes = reader.Int32();
        ulong volumeId = reader.UInt64();
        long zoneSizeBytes = reader.Int64();
        int zoneCount = reader.Int32();
        int firstLogZone = reader.Int32();
        int logZoneCount = reader.Int32();
        _ = reader.UInt32();
        long createdMilliseconds = reader.Int64();
        reader.SkipTo(SizeBytes - sizeof(uint));
        if (!reader.ChecksumMatches())
        {
            return null;
        }

        if (version != CurrentVersion)
        {
            throw new ArchiveFormatException($"The volume has format version {version}; this program reads version {CurrentVersion}. Use the program that wrote it.");
        }

        return new Superblock
        {
            VolumeId = volumeId,
            BlockSizeBytes = blockSizeBytes,
            ZoneSizeBytes = zoneSizeBytes,
            ZoneCount = zoneCount,
            FirstLogZone = firstLogZone,
            LogZoneCount = logZoneCount,
            Created = DateTimeOffset.FromUnixTimeMilliseconds(createdMilliseconds),
        };
    }
}
