using ZonedSdk;

namespace ZoneArchive;

/// <summary>One copy of a generation: commits in some zones of their own, so that no zone's death takes the only one.</summary>
/// <param name="context">Where it is written.</param>
/// <param name="generation">The generation's number.</param>
/// <param name="copy">Which copy this is.</param>
/// <param name="copies">How many there are.</param>
/// <param name="zones">The zones that it has already; empty for a new one.</param>
/// <param name="spareZones">Zones that it may grow into; the copies of a generation share them.</param>
internal sealed class LogCopy(LogContext context, ulong generation, byte copy, byte copies, IEnumerable<ZoneHeader> zones, Queue<int> spareZones) : IAsyncDisposable
{
    private const int MaxAttempts = 8;

    private readonly List<ZoneHeader> _zones = [.. zones.OrderBy(zone => zone.Log.Index)];
    private ArchiveVolume.LogLease? _lease;

    public IEnumerable<int> Zones => _zones.Select(zone => zone.Zone);

    /// <summary>Appends one commit; false when there is no room left.</summary>
    public async Task<bool> TryAppendAsync(Memory<byte> commit, ulong sequence, int payloadBytes, int recordCount, CommitFlags flags, uint crc)
    {
        for (int attempt = 1; ; attempt++)
        {
            if (await FindRoomAsync(commit.Length) is not { } zone)
            {
                return false;
            }

            new CommitHeader(context.Superblock.VolumeId, generation, sequence, zone.Incarnation, zone.Zone, payloadBytes, recordCount, flags, crc).Write(commit.Span);
            try
            {
                // Not cancellable: a commit that has begun is finished, so that what is on the drive and what is in memory stay one. Where
                // it lands says nothing: replay reads the zone from its start.
                _lease ??= await context.Volume.Log[zone.Zone].OpenAsync(CancellationToken.None);
                _ = await _lease.AppendAsync(commit, CancellationToken.None);
                return true;
            }
            catch (ZonedIOException error) when (!error.IsFatal() && attempt < MaxAttempts)
            {
                // The same commit again, under the same number. If the first one landed after all, replay sees the number twice and
                // takes one of them.
                context.Statistics.AddFailure(error.Error == ZoneError.Follower);
                context.Statistics.AddReappend();
            }
        }
    }

    /// <summary>Gives the open zone back. A later commit opens it again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_lease is { } lease)
        {
            _lease = null;
            await lease.EndAsync();
        }
    }

    /// <summary>Nothing is appended to its last zone any more. Where active zones are limited, it gives its place among them to the zone that comes next.</summary>
    public async Task SealAsync()
    {
        await DisposeAsync();
        if (context.Volume.Device.Limits.MaxActiveZones == 0 || _zones.Count == 0 || !context.Volume.Log[_zones[^1].Zone].Info.TakesAppends(out _))
        {
            return;
        }

        try
        {
            await context.Volume.Log[_zones[^1].Zone].FinishAsync(CancellationToken.None);
        }
        catch (ZonedIOException error) when (!error.IsFatal())
        {
            // It keeps its place, and what it says.
            context.Statistics.AddFailure(error.Error == ZoneError.Follower);
        }
    }

    private async Task<ZoneHeader?> FindRoomAsync(int lengthBytes)
    {
        if (_zones.Count > 0 && context.Volume.Log[_zones[^1].Zone].Info.TakesAppends(out long roomBytes) && roomBytes >= lengthBytes)
        {
            return _zones[^1];
        }

        if (_zones.Count > 0 && spareZones.Count > 0)
        {
            // A power cut may keep what stands in the next zone and take what stands in this one: then a commit would be missing between.
            await context.Volume.Device.FlushAsync(CancellationToken.None);
        }

        await SealAsync();
        while (spareZones.TryDequeue(out int zone))
        {
            var place = new LogPlace(generation, copy, copies, _zones.Count == 0 ? 0 : _zones[^1].Log.Index + 1);
            if (await context.Starter.TryStartLogAsync(zone, place, CancellationToken.None) is { } header)
            {
                _zones.Add(header);
                return header;
            }
        }

        return null;
    }
}
