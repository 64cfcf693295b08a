using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using ZonedSdk.Backends;

namespace ZonedSdk.Benchmarks.Held;

/// <summary>Holds a zone by a lock that its holder hands to the first who waits, on the thread on which the write has completed: as little time as possible lies between two writes. The best that holding can do.</summary>
internal sealed class HeldByHandOver(IZoneBackend backend, int zone) : IHeldZone
{
    private readonly Lock _gate = new();
    private readonly Queue<Waiter> _waiters = new();
    private readonly Stack<Waiter> _free = new();
    private readonly HeldWrite _write = new(backend, zone, isInline: true);
    private long _writePointer = backend.Geometry.StartOf(zone);
    private bool _isHeld;

    public string Name => "a lock that is handed over inline";

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<long> AppendAsync(Memory<byte> data)
    {
        await EnterAsync().ConfigureAwait(false);
        try
        {
            long offset = await _write.WriteAsync(_writePointer, data).ConfigureAwait(false);
            _writePointer = offset + data.Length;
            return offset;
        }
        finally
        {
            Exit();
        }
    }

    private ValueTask EnterAsync()
    {
        lock (_gate)
        {
            if (!_isHeld)
            {
                _isHeld = true;
                return default;
            }

            Waiter waiter = _free.TryPop(out Waiter? free) ? free : new Waiter(this);
            _waiters.Enqueue(waiter);
            return waiter.Task;
        }
    }

    private void Exit()
    {
        Waiter? next;
        lock (_gate)
        {
            _isHeld = _waiters.TryDequeue(out next);
        }

        next?.Enter();
    }

    private void Return(Waiter waiter)
    {
        lock (_gate)
        {
            _free.Push(waiter);
        }
    }

    private sealed class Waiter(HeldByHandOver zone) : IValueTaskSource
    {
        private ManualResetValueTaskSourceCore<bool> _core;

        public ValueTask Task => new(this, _core.Version);

        public void Enter() => _core.SetResult(true);

        void IValueTaskSource.GetResult(short token)
        {
            _core.GetResult(token);
            _core.Reset();
            zone.Return(this);
        }

        ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

        void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _core.OnCompleted(continuation, state, token, flags);
    }
}
