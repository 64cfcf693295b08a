using ZonedSdk;

namespace ZoneArchive;

/// <summary>What reading the log region found: the catalog, and where its log goes on.</summary>
internal sealed class LogReplay
{
    private LogReplay(ArchiveVolume volume, ulong generation)
    {
        Catalog = new ArchiveCatalog(volume.Data.ZoneCount);
        Generation = generation;
    }

    /// <summary>The catalog as of the last whole commit.</summary>
    public ArchiveCatalog Catalog { get; }

    /// <summary>The generation that holds it.</summary>
    public ulong Generation { get; }

    /// <summary>The number of its last commit.</summary>
    public ulong LastSequence { get; private set; }

    /// <summary>Its zones.</summary>
    public required IReadOnlyList<ZoneHeader> Zones { get; init; }

    /// <summary>The highest number that any zone of the region carries; a new generation is numbered above it.</summary>
    public required ulong HighestGeneration { get; init; }

    /// <summary>Both copies are there, and say the same.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Zones of the region that cannot be read, and could when the generation began.</summary>
    public IReadOnlyList<int> LostZones { get; private set; } = [];

    /// <summary>As many zones are lost as the catalog has copies: they may have held its newest commits, which nobody can know.</summary>
    public bool MayBeOutdated { get; private set; }

    /// <summary>What the owner of the volume should know of its log; null when all is well.</summary>
    public string? Warning => this switch
    {
        { MayBeOutdated: true } => $"The catalog may be older than what was reported as stored: the log zones {string.Join(", ", LostZones)} cannot be read, and its newest part may have stood there alone. Nothing more is written to this volume. Restore what it has ('get --all') and make a new one.",
        { LostZones.Count: > 0 } => $"The catalog is complete, although the log zones {string.Join(", ", LostZones)} cannot be read. The next change writes it anew to other zones.",
        _ => null,
    };

    private bool CheckpointIsWhole { get; set; }

    /// <summary>Finds the newest generation whose checkpoint is whole, and replays it to its end.</summary>
    /// <exception cref="ArchiveFormatException">There is none, or it is damaged.</exception>
    public static async Task<LogReplay> ReadAsync(ArchiveVolume volume, Superblock superblock, ZoneStarter starter, CancellationToken cancellationToken)
    {
        var headers = new List<ZoneHeader>();
        var unreadable = new List<int>();
        for (int zone = 0; zone < volume.Log.ZoneCount; zone++)
        {
            if (await starter.ReadLogAsync(zone, cancellationToken) is { } header)
            {
                headers.Add(header);
            }
            else if (volume.Log[zone].Info is var info && (info.Condition is ZoneCondition.Offline || info.WrittenBytes() > 0))
            {
                // A zone that is written, or was, and shows no header may have been any part of the log.
                unreadable.Add(zone);
            }
        }

        ulong highest = headers.Count == 0 ? 0 : headers.Max(header => header.Log.Generation);
        foreach (IGrouping<ulong, ZoneHeader> generation in headers.GroupBy(header => header.Log.Generation).OrderByDescending(group => group.Key))
        {
            LogCopyReader[] copies = [.. generation.GroupBy(zone => zone.Log.Copy).Select(zones => new LogCopyReader(volume, superblock, zones))];
            var replay = new LogReplay(volume, generation.Key) { Zones = [.. generation], HighestGeneration = highest };
            await replay.MergeAsync(copies, cancellationToken);

            // A generation without the end of its checkpoint is one that a crash cut short; the one before it is still whole.
            if (replay.CheckpointIsWhole)
            {
                replay.Judge(generation.First().Log.Copies, copies, unreadable);
                return replay;
            }
        }

        throw new ArchiveFormatException($"None of the zones {superblock.FirstLogZone} to {superblock.FirstDataZone - 1} holds a whole catalog{(unreadable.Count > 0 ? $", and {unreadable.Count} of them cannot be read" : "")}. The volume cannot be read by this program.");
    }

    /// <summary>Applies the commits in the order of their numbers, each from whichever copy has it.</summary>
    private async Task MergeAsync(LogCopyReader[] copies, CancellationToken cancellationToken)
    {
        bool areEqual = true;
        foreach (LogCopyReader copy in copies)
        {
            await copy.MoveNextAsync(cancellationToken);
        }

        while (copies.Where(copy => !copy.IsAtEnd).MinBy(copy => copy.Current.Sequence) is { } next)
        {
            ulong sequence = next.Current.Sequence;
            if (sequence > LastSequence + 1)
            {
                if (!CheckpointIsWhole)
                {
                    return;
                }

                throw new ArchiveFormatException($"The catalog log goes from commit {LastSequence} to {sequence} in log zone {next.Current.Zone}: a commit between them is damaged in every copy. Copy the drive before anything else is done with it.");
            }

            areEqual &= copies.All(copy => !copy.IsAtEnd && copy.Current.Sequence == sequence);
            Apply(next.Current, next.Payload.Span);
            foreach (LogCopyReader copy in copies)
            {
                // The same number again is an append that was reported as failed and had landed.
                while (!copy.IsAtEnd && copy.Current.Sequence <= sequence)
                {
                    await copy.MoveNextAsync(cancellationToken);
                }
            }
        }

        IsWhole = areEqual;
    }

    private void Apply(in CommitHeader header, ReadOnlySpan<byte> payload)
    {
        var reader = new ByteReader(payload);
        for (int i = 0; i < header.RecordCount; i++)
        {
            Catalog.Apply(CatalogRecord.Read(ref reader));
        }

        LastSequence = header.Sequence;
        CheckpointIsWhole |= header.Flags.HasFlag(CommitFlags.CheckpointEnd);
    }

    /// <summary>
    /// A commit counts when it stands in every copy, so whoever has lost fewer zones than there are copies has lost no commit.
    /// </summary>
    private void Judge(byte copyCount, LogCopyReader[] copies, IEnumerable<int> unreadable)
    {
        int[] found = [.. copies.SelectMany(copy => copy.UnreadableZones)];
        LostZones = [.. unreadable.Union(found).Where(zone => !Catalog.LostLogZones.Contains(zone)).Order()];
        IsWhole &= LostZones.Count == 0 && copies.Length == copyCount;
        MayBeOutdated = LostZones.Count >= Math.Max((byte)1, copyCount);
    }
}
