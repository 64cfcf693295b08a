using ZonedSdk;

namespace ZoneArchive;

/// <summary>Reads every piece of every entry, zone by zone in the order of the offsets, and checks it.</summary>
internal sealed class Verifier(Archive archive, Action<long> progress)
{
    private const int Readers = 4;

    public async Task<VerifyReport> RunAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ArchiveEntry> entries = archive.Catalog.Snapshot();
        var bad = new SortedSet<string>(StringComparer.Ordinal);
        long bytes = 0;
        long extents = 0;
        IEnumerable<IGrouping<int, (ArchiveEntry Entry, int Index)>> zones = entries
            .SelectMany(entry => entry.Extents.Select((_, index) => (Entry: entry, Index: index)))
            .GroupBy(piece => piece.Entry.Extents[piece.Index].Zone)
            .OrderBy(zone => zone.Key);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Readers, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(zones, options, async (zone, token) =>
        {
            if (await archive.FindIncarnationAsync(zone.Key, token) is null)
            {
                lock (bad)
                {
                    bad.Add($"Data zone {zone.Key}: its header is damaged. Its extents do not depend on it; nothing more is appended to it.");
                }
            }

            var reader = new ExtentReader(archive);
            foreach ((ArchiveEntry entry, int index) in zone.OrderBy(piece => piece.Entry.Extents[piece.Index].Address))
            {
                try
                {
                    int length = (await reader.ReadAsync(entry, index, token)).Length;
                    Interlocked.Add(ref bytes, length);
                    Interlocked.Increment(ref extents);
                    progress(length);
                }
                catch (BadExtentException error)
                {
                    lock (bad)
                    {
                        bad.Add(error.Message);
                    }
                }
            }
        });

        foreach (ArchiveEntry entry in entries.Where(entry => entry.Kind == EntryKind.File && entry.Extents.Sum(extent => (long)extent.LengthBytes) != entry.LengthBytes))
        {
            bad.Add($"'{entry.Name}': its extents have {entry.Extents.Sum(extent => (long)extent.LengthBytes)} of its {entry.LengthBytes} bytes.");
        }

        long orphanBytes = Enumerable.Range(0, archive.Volume.Data.ZoneCount).Sum(archive.GarbageBytes);
        return new VerifyReport { Entries = entries.Count, Extents = extents, Bytes = bytes, Bad = [.. bad], OrphanBytes = orphanBytes };
    }
}
