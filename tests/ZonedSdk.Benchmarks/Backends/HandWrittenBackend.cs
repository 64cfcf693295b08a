using ZonedSdk.Backends;

namespace ZonedSdk.Benchmarks.Backends;

/// <summary>The same adapter, written by hand for this one drive: a queue for each zone, pieces by the limit, codes to errors, commands on the caller's thread.</summary>
internal sealed class HandWrittenBackend : IZoneBackend
{
    [ThreadStatic]
    private static HandWrittenBackend? _running;

    private readonly BenchmarkMedium _medium = new();
    private readonly BackendShape _shape = BenchmarkMedium.ShapeOf();
    private readonly ZoneQueue[] _queues = [.. Enumerable.Range(0, BenchmarkMedium.Zones).Select(_ => new ZoneQueue())];
    private ZoneRequest? _submitted;
    private volatile bool _isDisposed;

    public string Name => _shape.Name;

    public DeviceIdentity Identity => _shape.Identity;

    public Geometry Geometry => _shape.Geometry;

    public Limits Limits { get; } = new();

    public BackendCapabilities Capabilities { get; } = new() { CompletesInOrder = true, ClosesImplicitly = true };

    public void Submit(ZoneRequest request)
    {
        request.BackendData = request.Ticket;
        if (request.Kind == ZoneRequestKind.Read || _queues[request.ZoneIndex].Enter(request))
        {
            Push(request);
        }
    }

    public void Kick()
    {
        HandWrittenBackend? outer = _running;
        if (ReferenceEquals(outer, this))
        {
            return;
        }

        _running = this;
        try
        {
            while (TakeAll() is { } request)
            {
                for (ZoneRequest? next; request is not null; request = next!)
                {
                    next = request.BackendNext;
                    request.BackendNext = null;
                    Execute(request);
                }
            }
        }
        finally
        {
            _running = outer;
        }
    }

    public ValueTask<BackendResult> ManageAsync(ZoneAction action, int zone, CancellationToken cancellationToken) =>
        new(action == ZoneAction.Reset ? ResultOf(_medium.Reset(zone)) : BackendResult.Failure(ZoneError.NotSupported));

    public ValueTask<BackendResult> ReportAsync(int firstZone, Memory<ZoneInfo> zones, CancellationToken cancellationToken) =>
        new(BackendResult.Success(_medium.Report(firstZone, zones.Span[..Math.Min(zones.Length, Geometry.ZoneCount - firstZone)])));

    public ValueTask<BackendResult> FlushAsync(int zone, CancellationToken cancellationToken) => new(BackendResult.Success());

    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        return default;
    }

    private static ZoneError ErrorOf(int code) => code == 5 ? ZoneError.Misaligned : ZoneError.Io;

    private static BackendResult ResultOf(int code) => code == 0 ? BackendResult.Success() : BackendResult.Failure(ErrorOf(code), code);

    private void Execute(ZoneRequest request)
    {
        bool isWrite = request.Kind == ZoneRequestKind.Write;
        ZoneQueue queue = _queues[request.ZoneIndex];
        long ticket = request.BackendData;
        BackendResult result = queue.IsBroken && isWrite ? BackendResult.Failure(ZoneError.Follower) : Transfer(request);
        long length = isWrite ? request.CommandLengthBytes : request.LengthBytes;
        request.Complete(ticket, result);
        if (isWrite && queue.Leave(!result.IsSuccess || result.BytesTransferred != length) is { } next)
        {
            Push(next);
            Kick();
        }
    }

    private BackendResult Transfer(ZoneRequest request)
    {
        if (_isDisposed)
        {
            return BackendResult.Failure(ZoneError.DeviceGone);
        }

        try
        {
            long done = 0;
            long offset = request.Offset - Geometry.StartOf(request.ZoneIndex);
            for (ZoneRequest? part = request; part is not null; part = part.NextCoalesced)
            {
                Span<byte> bytes = part.Buffer.Span;
                while (bytes.Length > 0)
                {
                    Span<byte> piece = bytes[..Math.Min(bytes.Length, Limits.MaxTransferBytes)];
                    long count = request.Kind == ZoneRequestKind.Read ? _medium.Read(request.ZoneIndex, offset + done, piece) : _medium.Write(request.ZoneIndex, offset + done, piece);
                    if (count <= 0)
                    {
                        return count == 0 ? BackendResult.Success(done) : BackendResult.Failure(ErrorOf((int)-count), (int)-count, done);
                    }

                    done += count;
                    bytes = bytes[(int)count..];
                }
            }

            return BackendResult.Success(done);
        }
        catch (Exception)
        {
            return BackendResult.Failure(ZoneError.Io);
        }
    }

    private void Push(ZoneRequest request)
    {
        ZoneRequest? top;
        do
        {
            top = Volatile.Read(ref _submitted);
            request.BackendNext = top;
        }
        while (!ReferenceEquals(Interlocked.CompareExchange(ref _submitted, request, top), top));
    }

    private ZoneRequest? TakeAll()
    {
        if (Volatile.Read(ref _submitted) is null)
        {
            return null;
        }

        ZoneRequest? newest = Interlocked.Exchange(ref _submitted, null);
        ZoneRequest? oldest = null;
        while (newest is not null)
        {
            ZoneRequest? next = newest.BackendNext;
            newest.BackendNext = oldest;
            oldest = newest;
            newest = next;
        }

        return oldest;
    }

    /// <summary>The writes of one zone that wait for the one that runs.</summary>
    private sealed class ZoneQueue
    {
        private readonly Lock _gate = new();
        private ZoneRequest? _first;
        private ZoneRequest? _last;
        private bool _isBusy;

        public bool IsBroken { get; private set; }

        public bool Enter(ZoneRequest request)
        {
            lock (_gate)
            {
                if (!_isBusy)
                {
                    _isBusy = true;
                    return true;
                }

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
                return false;
            }
        }

        public ZoneRequest? Leave(bool hasFailed)
        {
            lock (_gate)
            {
                ZoneRequest? next = _first;
                IsBroken = next is not null && (IsBroken || hasFailed);
                _isBusy = next is not null;
                if (next is not null)
                {
                    _first = next.BackendNext;
                    _last = _first is null ? null : _last;
                    next.BackendNext = null;
                }

                return next;
            }
        }
    }
}
