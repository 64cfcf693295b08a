using ZonedSdk;

namespace ZoneArchive;

/// <summary>
/// Copies the live extents out of the zones with most garbage, then resets these. In this order for each zone: copy, flush, the catalog's
/// record of the new places, flush, reset. A crash between any two of them leaves either the old copy or both.
/// </summary>
internal sealed class Reclaimer(Archive archive, CatalogLog log, SegmentWriter segments, ReclaimOptions options, Action<ReclaimReport> progress)
{
    private readonly ExtentReader _reader = new(archive);
    private ReclaimReport _report = new();

    public async Task<ReclaimReport> RunAsync(CancellationToken cancellationToken)
    {
        int[] victims = ChooseVictims();
        _report = _report with { Candidates = victims.Length };

        // All of them before the first copy: a victim that still has room must not take what is copied out of another one.
        await archive.Zones.BarAsync(victims);
        try
        {
            Dictionary<int, List<(ArchiveEntry Entry, int Index)>> live = FindLive(victims);
            foreach (int zone in victims)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await TryReclaimAsync(zone, live[zone], cancellationToken);
                progress(_report);
            }
        }
        finally
        {
            await archive.Zones.UnbarAsync(victims);
        }

        return _report;
    }

    private async Task TryReclaimAsync(int zone, List<(ArchiveEntry Entry, int Index)> pieces, CancellationToken cancellationToken)
    {
        try
        {
            await ReclaimAsync(zone, pieces, cancellationToken);
            await archive.Zones.UnbarAsync([zone]);
        }
        catch (BadExtentException error)
        {
            Leave($"Data zone {zone} stays as it is: {error.Message}");
        }
        catch (ZonedIOException error) when (!error.IsFatal())
        {
            Leave($"Data zone {zone} could not be reset: {error.Message}");
        }
    }

    /// <summary>The zones with most garbage first: those without anything live cost nothing and make room for the copies of the others.</summary>
    private int[] ChooseVictims()
    {
        ArchiveVolume.DataRegion data = archive.Volume.Data;
        return [.. Enumerable.Range(0, data.ZoneCount)
            .Where(zone => data[zone].Info.Condition is not (ZoneCondition.Empty or ZoneCondition.ReadOnly or ZoneCondition.Offline))
            .Select(zone => (Zone: zone, Garbage: archive.GarbageBytes(zone), Written: data[zone].Info.WrittenBytes()))
            .Where(zone => zone.Garbage > 0 && zone.Garbage >= options.MinGarbage * zone.Written)
            .OrderByDescending(zone => (double)zone.Garbage / zone.Written)
            .Take(options.MaxZones)
            .Select(zone => zone.Zone)];
    }

    private Dictionary<int, List<(ArchiveEntry Entry, int Index)>> FindLive(int[] victims)
    {
        var live = victims.ToDictionary(zone => zone, _ => new List<(ArchiveEntry, int)>());
        foreach (ArchiveEntry entry in archive.Catalog.Snapshot())
        {
            for (int index = 0; index < entry.Extents.Length; index++)
            {
                if (live.TryGetValue(entry.Extents[index].Zone, out List<(ArchiveEntry, int)>? pieces))
                {
                    pieces.Add((entry, index));
                }
            }
        }

        return live;
    }

    private async Task ReclaimAsync(int zone, List<(ArchiveEntry Entry, int Index)> pieces, CancellationToken cancellationToken)
    {
        long freedBytes = archive.GarbageBytes(zone);
        long copiedBytes = await CopyAwayAsync([.. pieces.OrderBy(piece => piece.Entry.Extents[piece.Index].Address)], cancellationToken);

        if (archive.Catalog.LiveBytes(zone) is var left and > 0)
        {
            throw new InvalidOperationException($"Data zone {zone} still has {left} live bytes after its {pieces.Count} extents were copied away. It is not reset.");
        }

        // From here on nothing refers to the zone. The reset waits for readers that still hold a lease on it.
        await archive.Volume.Data[zone].ResetAsync(cancellationToken);
        archive.Statistics.AddZoneReset();
        _report = _report with { ZonesReset = _report.ZonesReset + 1, BytesCopied = _report.BytesCopied + copiedBytes, BytesFreed = _report.BytesFreed + freedBytes };
    }

    private async Task<long> CopyAwayAsync(IReadOnlyList<(ArchiveEntry Entry, int Index)> pieces, CancellationToken cancellationToken)
    {
        if (pieces.Count == 0)
        {
            return 0;
        }

        var moves = new List<MovedPiece>();
        long bytes = 0;
        Segment? segment = null;
        foreach ((ArchiveEntry entry, int index) in pieces)
        {
            ExtentRef extent = entry.Extents[index];
            ReadOnlyMemory<byte> payload;
            try
            {
                // No lease: what changes the zone is this very task.
                payload = await _reader.ReadLeasedAsync(entry, index, extent, cancellationToken);
            }
            catch (BadExtentException) when (segment is not null)
            {
                await segments.AbandonAsync(segment);
                throw;
            }

            segment = await SegmentForAsync(segment, payload.Length, cancellationToken);
            payload.CopyTo(segment.NextPayload());
            var move = new MovedPiece(entry.FileId);
            segment.Add(move, index, extent.FileOffset, payload.Length);
            moves.Add(move);
            bytes += payload.Length;
        }

        await segments.WriteAsync(segment!, cancellationToken);
        await archive.Device.FlushAsync(cancellationToken);
        await log.CommitAsync([.. moves.Select(move => new CatalogRecord.MoveRecord(move.FileId, move.Sequence, move.Extent))]);
        return bytes;
    }

    /// <summary>A segment that holds the payload in one piece: pieces keep their numbers, so they are never cut on the way.</summary>
    private async Task<Segment> SegmentForAsync(Segment? segment, int payloadBytes, CancellationToken cancellationToken)
    {
        if (segment is not null && segment.PayloadRoomBytes >= payloadBytes)
        {
            return segment;
        }

        if (segment is not null)
        {
            await segments.WriteAsync(segment, cancellationToken);
        }

        return await segments.BeginForAsync(payloadBytes, cancellationToken);
    }

    private void Leave(string reason) => _report = _report with { Left = [.. _report.Left, reason] };

    private sealed class MovedPiece(ulong fileId) : IPieceOwner
    {
        public ulong FileId { get; } = fileId;

        public int Sequence { get; private set; }

        public ExtentRef Extent { get; private set; }

        public void Landed(int sequence, in ExtentRef extent)
        {
            Sequence = sequence;
            Extent = extent;
        }
    }
}
