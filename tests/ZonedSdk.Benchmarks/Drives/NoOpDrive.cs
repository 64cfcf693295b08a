using ZonedSdk.Backends;

namespace ZonedSdk.Benchmarks.Drives;

/// <summary>A drive that does nothing: what it was given stays pending until <see cref="CompletePending"/>. What then takes time is the runtime. For one thread.</summary>
internal sealed class NoOpDrive : IZoneBackend
{
    private const int BlockBytes = 4096;
    private const int Zones = 4;

    // So large that no run fills a zone.
    private const long ZoneBytes = 1L << 50;

    private ZoneRequest? _first;
    private ZoneRequest? _last;

    public string Name => "no-op";

    public DeviceIdentity Identity => new("no-op");

    public Geometry Geometry { get; } = new(BlockBytes, ZoneBytes, Zones * ZoneBytes);

    public Limits Limits { get; } = new();

    public BackendCapabilities Capabilities { get; } = new() { CompletesInOrder = true, ClosesImplicitly = true };

    public void Submit(ZoneRequest request)
    {
        request.BackendData = request.Ticket;
        request.BackendNext = null;
        if (_last is null)
        {
            _first = request;
        }
        else
        {
            _last.BackendNext = request;
        }

        _last = request;
    }

    public void Kick()
    {
        // Nothing is started: it would be over at once, and nothing would ever be pending.
    }

    /// <summary>Ends what is pending now, in order.</summary>
    public void CompletePending()
    {
        ZoneRequest? request = _first;
        _first = null;
        _last = null;
        for (ZoneRequest? next; request is not null; request = next)
        {
            next = request.BackendNext;
            request.Complete(request.BackendData, BackendResult.Success(request.CommandLengthBytes));
        }
    }

    public ValueTask<BackendResult> ManageAsync(ZoneAction action, int zone, CancellationToken cancellationToken) => new(BackendResult.Success());

    public ValueTask<BackendResult> ReportAsync(int firstZone, Memory<ZoneInfo> zones, CancellationToken cancellationToken) =>
        new(DrivenZone.Report(Geometry, firstZone, zones, static _ => 0));

    public ValueTask<BackendResult> FlushAsync(int zone, CancellationToken cancellationToken) => new(BackendResult.Success());

    public ValueTask DisposeAsync() => default;
}
