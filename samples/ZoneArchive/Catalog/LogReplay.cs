using ZonedSdk;

namespace ZoneArchive;

/// <summary>What reading the log region found: the catalog, and where its log goes on.</summary>
/// <param name="Catalog">The catalog as of the last whole commit.</param>
/// <param name="Generation">The generation that holds it.</param>
/// <param name="Zones">Its zones, in order.</param>
/// <param name="LastSequence">The number of its last commit.</param>
/// <param name="HighestGeneration">The highest number that any zone of the region carries; a new generation is numbered above it.</param>
/// <param name="SkippedBytes">Bytes that belong to no whole commit: torn tails, failed appends.</param>
internal sealed record LogReplay(
    ArchiveCatalog Catalog, ulong Generation, IReadOnlyList<ZoneHeader> Zones, ulong LastSequence, ulong HighestGeneration, long SkippedBytes)
{
    private const int WindowBytes = 1 << 20;

    /// <summary>Finds the newest generation whose checkpoint is whole, and replays it to its end.</summary>
    /// <exception cref="ArchiveFormatException">There is none, or it is damaged.</exception>
    public static async Task<LogReplay> ReadAsync(ZonedDevice device, Superblock superblock, ZoneStarter starter, CancellationToken cancellationToken)
    {
        var headers = new List<ZoneHeader>();
        for (int zone = superblock.FirstLogZone; zone < superblock.FirstDataZone; zone++)
        {
            if (await starter.ReadAsync(superblock.VolumeId, ZoneUse.Log, zone, cancellationToken) is { } header)
            {
                headers.Add(header);
            }
        }

        int[] offline = [.. Enumerable.Range(superblock.FirstLogZone, superblock.LogZoneCount).Where(zone => device.GetZone(zone).Condition is ZoneCondition.Offline)];
        ulong highest = headers.Count == 0 ? 0 : headers.Max(header => header.Generation);
        foreach (IGrouping<ulong, ZoneHeader> generation in headers.GroupBy(header => header.Generation).OrderByDescending(group => group.Key))
        {
            ZoneHeader[] zones = [.. generation.OrderBy(zone => zone.Index)];
            if (zones[0].Index != 0)
            {
                // The zone with its beginning is lost or has been reset: this is not a whole one.
                continue;
            }

            var reader = new Pass(device, superblock, generation.Key);
            foreach (ZoneHeader zone in zones)
            {
                await reader.ReadZoneAsync(zone, cancellationToken);
            }

            // A generation without the end of its checkpoint is one that a crash cut short; the one before it is still whole.
            if (reader.CheckpointIsWhole)
            {
                return new LogReplay(reader.Catalog, generation.Key, zones, reader.LastSequence, highest, reader.SkippedBytes);
            }
        }

        throw new ArchiveFormatException($"None of the zones {superblock.FirstLogZone} to {superblock.FirstDataZone - 1} holds a whole catalog{(offline.Length > 0 ? $", and {string.Join(", ", offline)} of them are offline" : "")}. The volume cannot be read by this program.");
    }

    private sealed class Pass(ZonedDevice device, Superblock superblock, ulong generation)
    {
        private readonly Memory<byte> _window = AlignedBuffer.Allocate(Math.Max(WindowBytes, device.Limits.MaxAppendBytes));

        public ArchiveCatalog Catalog { get; } = new(superblock.ZoneCount);

        public bool CheckpointIsWhole { get; private set; }

        public ulong LastSequence { get; private set; }

        public long SkippedBytes { get; private set; }

        public async Task ReadZoneAsync(ZoneHeader zone, CancellationToken cancellationToken)
        {
            ZoneInfo info = device.GetZone(zone.Zone);
            long end = info.Start + info.WrittenBytes();
            long position = info.Start + superblock.BlockSizeBytes;
            while (position < end)
            {
                int length = (int)Math.Min(_window.Length, end - position);
                await device.ReadAsync(position, _window[..length], cancellationToken);
                position += Consume(zone, _window.Span[..length], windowReachesEnd: position + length == end);
            }
        }

        /// <summary>Applies the commits of a window. A commit that the window cuts off is left for the next one, which starts with it.</summary>
        private int Consume(ZoneHeader zone, ReadOnlySpan<byte> window, bool windowReachesEnd)
        {
            int position = 0;
            while (position < window.Length)
            {
                ReadOnlySpan<byte> rest = window[position..];
                if (CommitHeader.TryRead(rest) is not { } header || !Belongs(header, zone) || header.PayloadBytes < 0)
                {
                    // A torn tail or the rest of a failed append. The next commit starts on one of the next blocks.
                    position += superblock.BlockSizeBytes;
                    SkippedBytes += superblock.BlockSizeBytes;
                    continue;
                }

                long commitBytes = Align.Up((long)CommitHeader.SizeBytes + header.PayloadBytes, superblock.BlockSizeBytes);
                if (commitBytes > rest.Length && !windowReachesEnd && position > 0)
                {
                    return position;
                }

                if (commitBytes > rest.Length
                    || Crc32C.Compute(rest.Slice(CommitHeader.SizeBytes, header.PayloadBytes)) != header.PayloadCrc)
                {
                    position += superblock.BlockSizeBytes;
                    SkippedBytes += superblock.BlockSizeBytes;
                    continue;
                }

                Apply(header, rest.Slice(CommitHeader.SizeBytes, header.PayloadBytes));
                position += (int)commitBytes;
            }

            return position;
        }

        private bool Belongs(in CommitHeader header, ZoneHeader zone) =>
            header.VolumeId == superblock.VolumeId && header.Generation == generation && header.Zone == zone.Zone && header.Incarnation == zone.Incarnation;

        private void Apply(in CommitHeader header, ReadOnlySpan<byte> payload)
        {
            if (header.Sequence <= LastSequence)
            {
                return;
            }

            if (header.Sequence != LastSequence + 1)
            {
                throw new ArchiveFormatException($"The catalog log goes from commit {LastSequence} to {header.Sequence} in zone {header.Zone}: a commit between them is damaged. Copy the drive before anything else is done with it.");
            }

            var reader = new ByteReader(payload);
            for (int i = 0; i < header.RecordCount; i++)
            {
                Catalog.Apply(CatalogRecord.Read(ref reader));
            }

            LastSequence = header.Sequence;
            CheckpointIsWhole |= header.Flags.HasFlag(CommitFlags.CheckpointEnd);
        }
    }
}
