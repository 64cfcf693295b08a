using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using ZonedSdk.Annotations;
using ZonedSdk.Backends;

namespace ZonedSdk.CompilerServices;

/// <summary>Where requests of a described drive stand between submission and execution, and on which thread they execute. They are linked through themselves, so that a transfer costs no object.</summary>
internal sealed class RequestPump : IThreadPoolWorkItem, IAsyncDisposable
{
    // Which pump's loop runs on this thread: a kick from within returns to that loop. It says nothing between two calls.
    [ThreadStatic]
    private static RequestPump? _running;

    private readonly Lock _gate = new();
    private readonly CommandEngine _engine;
    private readonly PumpThreads? _threads;
    private readonly RingTransfers? _ring;
    private readonly int _maxDrainers;

    // Pushed by anybody without a lock and taken all at once, so that no link is reused under a reader.
    private ZoneRequest? _top;

    [GuardedBy(nameof(_gate))]
    private ZoneRequest? _first;

    [GuardedBy(nameof(_gate))]
    private ZoneRequest? _last;

    [GuardedBy(nameof(_gate))]
    private int _drainers;

    public RequestPump(CommandEngine engine, BackendShape shape)
    {
        if (shape.Scheduling == BackendScheduling.Threads && shape.Threads is < 1 or > BackendShape.MaxThreads)
        {
            throw new ArgumentOutOfRangeException(nameof(shape), shape.Threads, $"{shape.Name} has 1 to {BackendShape.MaxThreads} threads.");
        }

        _engine = engine;
        if (OperatingSystem.IsLinux() && shape.Ring is { } path)
        {
            _ring = new RingTransfers(engine, this, path, shape.Probe);
        }

        IsInline = _ring is null && shape.Scheduling == BackendScheduling.Inline;

        // By a ring they are for what it does not execute.
        _threads = shape.Scheduling == BackendScheduling.Threads ? new PumpThreads(this, shape.Name, shape.Threads) : null;
        _maxDrainers = _threads is null ? Environment.ProcessorCount : shape.Threads;
    }

    public bool IsInline { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Push(ZoneRequest request)
    {
        ZoneRequest? top = Volatile.Read(ref _top);
        while (true)
        {
            request.BackendNext = top;
            ZoneRequest? seen = Interlocked.CompareExchange(ref _top, request, top);
            if (ReferenceEquals(seen, top))
            {
                return;
            }

            top = seen;
        }
    }

    /// <summary>Executes what was pushed: here and now, or on the thread pool.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Kick()
    {
        if (Volatile.Read(ref _top) is null)
        {
            return;
        }

        if (IsInline)
        {
            RunHere();
        }
        else if (OperatingSystem.IsLinux() && _ring is { } ring)
        {
            HandOver(ring);
        }
        else
        {
            HandOver();
        }
    }

    /// <inheritdoc cref="ICompletesInline.CompleteInline"/>
    public void CompleteInline()
    {
        if (OperatingSystem.IsLinux())
        {
            _ring?.CompleteInline();
        }
    }

    /// <summary>Lets the drive's own threads end, when nothing is left for them; a ring when the kernel has nothing of it any more.</summary>
    public ValueTask DisposeAsync()
    {
        _threads?.Dispose();
        return OperatingSystem.IsLinux() && _ring is { } ring ? ring.DisposeAsync() : ValueTask.CompletedTask;
    }

    /// <summary>Executes requests until none is left; one of at most as many such loops as commands may be at the drive.</summary>
    public void Execute()
    {
        while (true)
        {
            ZoneRequest request;
            lock (_gate)
            {
                if (_first is not { } first)
                {
                    _drainers--;
                    return;
                }

                request = first;
                _first = first.BackendNext;
                _last = _first is null ? null : _last;
            }

            request.BackendNext = null;
            if (OperatingSystem.IsLinux() && _ring is not null)
            {
                RingTransfers.ExecuteBlocking(request);
            }
            else
            {
                _engine.Execute(request);
            }
        }
    }

    /// <summary>Has a thread execute what the ring did not.</summary>
    public void GiveToThread(ZoneRequest request)
    {
        bool starts;
        lock (_gate)
        {
            starts = AppendLocked(request);
        }

        if (starts)
        {
            StartLoop();
        }
    }

    private void RunHere()
    {
        RequestPump? outer = _running;
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
                    _engine.Execute(request);
                }
            }
        }
        finally
        {
            _running = outer;
        }
    }

    [SupportedOSPlatform("linux")]
    private void HandOver(RingTransfers ring)
    {
        for (ZoneRequest? next, request = TakeAll(); request is not null; request = next)
        {
            next = request.BackendNext;
            request.BackendNext = null;
            ring.Start(request);
        }

        ring.Kick();
    }

    private void HandOver()
    {
        int starting = 0;
        lock (_gate)
        {
            for (ZoneRequest? next, request = TakeAll(); request is not null; request = next)
            {
                next = request.BackendNext;
                starting += AppendLocked(request) ? 1 : 0;
            }
        }

        for (; starting > 0; starting--)
        {
            StartLoop();
        }
    }

    // True where one more loop is to be started for it.
    [RequiresLock(nameof(_gate))]
    private bool AppendLocked(ZoneRequest request)
    {
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
        bool starts = _drainers < _maxDrainers;
        _drainers += starts ? 1 : 0;
        return starts;
    }

    private void StartLoop()
    {
        if (_threads is null)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        else
        {
            _threads.Start();
        }
    }

    /// <summary>Everything that was pushed, the oldest first.</summary>
    private ZoneRequest? TakeAll()
    {
        // A loop looks once more before it ends, and most often finds nothing: looking costs less than taking.
        if (Volatile.Read(ref _top) is null)
        {
            return null;
        }

        ZoneRequest? newestFirst = Interlocked.Exchange(ref _top, null);
        ZoneRequest? oldestFirst = null;
        while (newestFirst is not null)
        {
            ZoneRequest? next = newestFirst.BackendNext;
            newestFirst.BackendNext = oldestFirst;
            oldestFirst = newestFirst;
            newestFirst = next;
        }

        return oldestFirst;
    }
}
