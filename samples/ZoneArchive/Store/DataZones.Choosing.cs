using ZonedSdk;

namespace ZoneArchive;

/// <content>Which zone is opened next.</content>
internal sealed partial class DataZones
{
    /// <summary>Partly filled zones first, then empty ones, then zones that hold nothing but garbage.</summary>
    private async Task<OpenZone?> NextZoneAsync(CancellationToken cancellationToken)
    {
        if (_open.Count + _draining.Count >= _leases)
        {
            return null;
        }

        foreach (int zone in Candidates(info => info.Condition is not ZoneCondition.Empty && !_touched.Contains(info.Index - _superblock.FirstDataZone)))
        {
            if (await ContinueAsync(zone, cancellationToken) is { } opened)
            {
                return opened;
            }
        }

        int emptyZones = _mayUseLastEmptyZone ? int.MaxValue : Candidates(info => info.Condition is ZoneCondition.Empty).Count();
        foreach (int zone in Candidates(info => info.Condition is ZoneCondition.Empty))
        {
            if (emptyZones-- <= 1)
            {
                break;
            }

            if (await StartAsync(zone, cancellationToken) is { } started)
            {
                return started;
            }
        }

        for (int zone = 0; zone < _volume.Data.ZoneCount; zone++)
        {
            bool isGarbage = _volume.Data[zone].Info.Condition is ZoneCondition.Full or ZoneCondition.Closed
                && !_touched.Contains(zone) && IsUsable(zone) && _catalog.LiveBytes(zone) == 0;
            if (isGarbage && await StartAsync(zone, cancellationToken) is { } restarted)
            {
                return restarted;
            }
        }

        return null;
    }

    private IEnumerable<int> Candidates(Func<ZoneInfo, bool> condition)
    {
        // From where the last zone was taken, so that all zones are used in turn and a search over full ones is paid once.
        int count = _volume.Data.ZoneCount;
        int start = _cursor;
        for (int i = 0; i < count; i++)
        {
            int zone = (start + i) % count;
            if (_volume.Data[zone].Info is var info && info.TakesAppends(out _) && IsUsable(zone) && condition(info))
            {
                yield return zone;
            }
        }
    }

    private void Take(int zone)
    {
        _touched.Add(zone);
        _cursor = zone;
    }

    private bool IsUsable(int zone) =>
        !_retired.Contains(zone) && !_barred.Contains(zone) && !_open.Exists(open => open.Index == zone) && !_draining.Exists(open => open.Index == zone);

    private async Task<OpenZone?> ContinueAsync(int zone, CancellationToken cancellationToken)
    {
        Take(zone);
        if (await _starter.ReadDataAsync(zone, cancellationToken) is { } header)
        {
            return await OpenAsync(zone, header, cancellationToken);
        }

        // Its header is damaged or was never whole. Nothing that lives depends on it: start anew. Otherwise leave it to verify.
        return _catalog.LiveBytes(zone) == 0 ? await StartAsync(zone, cancellationToken) : null;
    }

    private async Task<OpenZone?> StartAsync(int zone, CancellationToken cancellationToken)
    {
        Take(zone);
        if (await _starter.TryStartDataAsync(zone, cancellationToken) is { } header)
        {
            return await OpenAsync(zone, header, cancellationToken);
        }

        _retired.Add(zone);
        return null;
    }

    private async Task<OpenZone?> OpenAsync(int zone, ZoneHeader header, CancellationToken cancellationToken)
    {
        try
        {
            _volume.Data[zone].Info.TakesAppends(out long roomBytes);
            return new OpenZone(await _volume.Data[zone].OpenAsync(cancellationToken), header.Incarnation, roomBytes);
        }
        catch (ZonedIOException error) when (!error.IsFatal())
        {
            _statistics.AddFailure(isFollower: false);
            _retired.Add(zone);
            return null;
        }
    }
}
