using ZonedSdk.Annotations;
using ZonedSdk.Maps.Drawing;

namespace ZonedSdk.Maps;

/// <summary>
/// A map that is looked at again and again: it knows what was written since the look before, and which zones were recovered in between. It makes a page that stays up to date, and the snapshots that the page asks for.
/// </summary>
/// <remarks>
/// <para>It has no thread and no timer: it looks at the device when it is asked, and not more often than <see cref="LiveZoneMapOptions.Interval"/>, however many ask. A host serves two addresses:</para>
/// <example>
/// <code>
/// app.MapGet("/zones/", async (CancellationToken token) => Results.Content(await live.ToHtmlAsync(token), LiveZoneMap.PageContentType));
/// app.MapGet("/zones/snapshot", async (string? since, CancellationToken token) => Results.Bytes(await live.SnapshotAsync(since, token), LiveZoneMap.SnapshotContentType));
/// </code>
/// </example>
/// <para>The page shows names, conditions and amounts of data, never data. Serve it to those who may know these. All members may be called from any thread. Dispose it before its device, or when nobody looks any more: the device tells it of its events until then.</para>
/// </remarks>
public sealed class LiveZoneMap : IDisposable
{
    /// <summary>The type of a page's content.</summary>
    public const string PageContentType = "text/html; charset=utf-8";

    /// <summary>The type of a snapshot's content.</summary>
    public const string SnapshotContentType = "application/json";

    private readonly ZonedDevice _device;
    private readonly LiveZoneMapOptions _options;
    private readonly ZoneHistory _history;
    private readonly LiveEvents _events;
    private readonly SnapshotStore _store = new();

    // One look at a time. A look by report is I/O, so that it is no lock.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private ZoneMap? _last;
    private long _lastLook;

    /// <summary>Begins to watch a device.</summary>
    /// <param name="device">The device, which stays the caller's.</param>
    /// <param name="options">How it is looked at; null = defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public LiveZoneMap(ZonedDevice device, LiveZoneMapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        _options = options ?? new LiveZoneMapOptions();
        _options.Validate();
        _device = device;
        _history = new ZoneHistory(device.Geometry.ZoneCount);
        _events = new LiveEvents(device.Options.TimeProvider, _options.RecoveryIsNewsFor);
        device.ZoneEvent += _events.OnZoneEvent;
    }

    private TimeProvider Time => _device.Options.TimeProvider;

    /// <summary>The zones now, or as they were at most an <see cref="LiveZoneMapOptions.Interval"/> ago.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The map, with what was written since the map before.</returns>
    /// <exception cref="ZonedIOException">The device was to be asked, and its report failed, took too long, or cannot be believed.</exception>
    [DeviceIo]
    public async ValueTask<ZoneMap> LookAsync(CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await LookInTurnAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The page. It needs nothing but itself and <see cref="LiveZoneMapOptions.SnapshotPath"/>; say that it is not to be stored (<c>Cache-Control: no-store</c>).</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The text of the page.</returns>
    /// <exception cref="ZonedIOException">As for <see cref="LookAsync"/>.</exception>
    [DeviceIo]
    public async ValueTask<string> ToHtmlAsync(CancellationToken cancellationToken = default)
    {
        ZoneMap map = await LookAsync(cancellationToken).ConfigureAwait(false);
        return HtmlPage.Draw(map, new LivePage(_options.SnapshotPath, _options.Interval, SnapshotStore.PageOf(map)));
    }

    /// <summary>What a page shows now, as JSON: everything, or only the cells that have changed since an earlier answer.</summary>
    /// <param name="since">What the earlier answer said in <c>since</c>; null, empty, or from another map (a server that has started again) = everything.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The content, in UTF-8. Its form is a matter between the page and this method, and changes with them.</returns>
    /// <exception cref="ZonedIOException">As for <see cref="LookAsync"/>. Answer 503 and the message as <c>text/plain</c>: the page shows it and goes on asking.</exception>
    [DeviceIo]
    public async ValueTask<byte[]> SnapshotAsync(string? since = null, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ZoneMap map = await LookInTurnAsync(cancellationToken).ConfigureAwait(false);
            _store.Keep(map);
            return _store.Write(map, since, _events.ToMarkup());
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Ends the watch. The device stays open; who asks again gets what the device knows, without its events.</summary>
    public void Dispose() => _device.ZoneEvent -= _events.OnZoneEvent;

    private async ValueTask<ZoneMap> LookInTurnAsync(CancellationToken cancellationToken)
    {
        long now = Time.GetTimestamp();
        TimeSpan period = _last is null ? TimeSpan.Zero : Time.GetElapsedTime(_lastLook, now);

        // A page asks a little earlier or later than the interval: it should not get the same map twice for that.
        if (_last is { } last && period < _options.Interval * 0.8)
        {
            return last;
        }

        _history.Now = now;
        _history.Forget();
        _events.TakeRecovered(_history);
        ZoneMap map = _options.Source is { } source
            ? await ZoneMap.ReportAsync(_device, source, _options.Map, _history, cancellationToken).ConfigureAwait(false)
            : ZoneMap.Look(_device, _options.Map, _history);
        map.Period = period;
        map.RecoveryCount = _events.RecoveryCount;
        _last = map;
        _lastLook = now;
        return map;
    }
}
