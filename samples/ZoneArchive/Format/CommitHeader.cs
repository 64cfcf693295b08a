namespace ZoneArchive;

/// <summary>
/// Heads one append to the catalog log: some records that take effect together, padded to the block. Commits of a generation are numbered
/// without a gap. A number that appears twice is an append that was reported as failed and had landed: the second one says nothing new.
/// </summary>
internal readonly record struct CommitHeader(
    ulong VolumeId, ulong Generation, ulong Sequence, ulong Incarnation, int Zone, int PayloadBytes, int RecordCount, CommitFlags Flags, uint PayloadCrc)
{
    public const int SizeBytes = 64;
    private const uint Magic = 0x474C415A; // "ZALG"

    public void Write(Span<byte> target)
    {
        var writer = new ByteWriter(target[..SizeBytes]);
        writer.UInt32(Magic);
        writer.Int32(PayloadBytes);
        writer.UInt64(VolumeId);
        writer.UInt64(Generation);
        writer.UInt64(Sequence);
        writer.UInt64(Incarnation);
        writer.Int32(Zone);
        writer.Int32(RecordCount);
        writer.UInt32((uint)Flags);
        writer.UInt32(PayloadCrc);
        writer.ZeroTo(SizeBytes - sizeof(uint));
        writer.Checksum();
    }

    /// <summary>Reads a header; null when there is none, or a damaged one.</summary>
    public static CommitHeader? TryRead(ReadOnlySpan<byte> source)
    {
        var reader = new ByteReader(source[..SizeBytes]);
        if (reader.UInt32() != Magic)
        {
            return null;
        }

        int payloadBytes = reader.Int32();
        ulong volumeId = reader.UInt64();
        ulong generation = reader.UInt64();
        ulong sequence = reader.UInt64();
        ulong incarnation = reader.UInt64();
        int zone = reader.Int32();
        int recordCount = reader.Int32();
        var flags = (CommitFlags)reader.UInt32();
        uint payloadCrc = reader.UInt32();
        reader.SkipTo(SizeBytes - sizeof(uint));
        return reader.ChecksumMatches()
            ? new CommitHeader(volumeId, generation, sequence, incarnation, zone, payloadBytes, recordCount, flags, payloadCrc)
            : null;
    }
}

/// <summary>What a commit is beyond a list of changes.</summary>
[Flags]
internal enum CommitFlags : uint
{
    None = 0,

    /// <summary>Part of the copy of all live entries that a generation starts with.</summary>
    Checkpoint = 1,

    /// <summary>The last part of that copy: from here on the generation is the catalog.</summary>
    CheckpointEnd = 2,
}
