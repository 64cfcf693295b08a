using System.Buffers;
using System.Threading.Tasks.Sources;
using ZonedSdk.Zones;

namespace ZonedSdk.Backends;

/// <content>What the caller awaits. The object returns to its pool when the caller has taken the result and the command is known dead.</content>
public sealed partial class ZoneRequest : IValueTaskSource<long>, IValueTaskSource<int>, IValueTaskSource
{
    private readonly bool _isPooled;

    private ManualResetValueTaskSourceCore<long> _core = new() { RunContinuationsAsynchronously = true };

    private CancellationTokenRegistration _cancellation;

    // The caller is one holder; a detached command is another.
    private int _holders = 1;

    /// <summary>The caller's token; looked at only while the request waits for admission, or when the buffer is the runtime's.</summary>
    internal CancellationToken CancellationToken { get; private set; }

    /// <summary>The runtime's own copy of the data; null while the buffer is the caller's.</summary>
    internal byte[]? OwnedBuffer { get; private set; }

    /// <summary>The caller was told before the command was dead; what happens to the command concerns nobody any more.</summary>
    internal bool IsDetached { get; private set; }

    internal ValueTask<long> OffsetTask => new(this, _core.Version);

    internal ValueTask<int> CountTask => new(this, _core.Version);

    internal ValueTask Task => new(this, _core.Version);

    internal bool InlineContinuations
    {
        set => _core.RunContinuationsAsynchronously = !value;
    }

    /// <summary>Copies data into pooled memory.</summary>
    internal static byte[] CopyOf(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        byte[] copy = ArrayPool<byte>.Shared.Rent(first.Length + second.Length);
        first.CopyTo(copy);
        second.CopyTo(copy.AsSpan(first.Length));
        return copy;
    }

    /// <inheritdoc cref="CopyOf(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    internal static byte[] CopyOf(in ReadOnlySequence<byte> data)
    {
        byte[] copy = ArrayPool<byte>.Shared.Rent((int)data.Length);
        data.CopyTo(copy);
        return copy;
    }

    /// <summary>Takes a copy over, which goes back when the command is known dead.</summary>
    internal void Own(byte[] copy, int lengthBytes)
    {
        OwnedBuffer = copy;
        Buffer = copy.AsMemory(0, lengthBytes);
    }

    /// <summary>Watches the token. The callback gets request and token: a late call for a recycled request shows by its token.</summary>
    internal void WatchCancellation(Action<object?, CancellationToken> callback, CancellationToken cancellationToken)
    {
        CancellationToken = cancellationToken;
        if (cancellationToken.CanBeCanceled)
        {
            CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(callback, this);
            _cancellation = registration;
            Interlocked.MemoryBarrier();
            if (Stage == RequestStage.Finished)
            {
                // It finished while the callback was being registered: whoever finished it had nothing to unregister, or has just overwritten the field.
                registration.Unregister();
            }
        }
    }

    internal void FinishWith(long value)
    {
        StopWatching();
        _core.SetResult(value);
    }

    internal void FinishWith(Exception exception)
    {
        StopWatching();
        _core.SetException(exception);
    }

    /// <summary>Lets the caller go while the drive still works on the runtime's own copy of the data.</summary>
    internal void Detach()
    {
        IsDetached = true;
        Interlocked.Increment(ref _holders);
    }

    /// <summary>The detached command is dead: give back what it held.</summary>
    internal void ReleaseDetached() => Release();

    /// <summary>Gives back a request that was never submitted.</summary>
    internal void ReleaseUnused() => Release();

    int IValueTaskSource<int>.GetResult(short token) => (int)TakeResult(token);

    long IValueTaskSource<long>.GetResult(short token) => TakeResult(token);

    void IValueTaskSource.GetResult(short token) => TakeResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _core.GetStatus(token);

    ValueTaskSourceStatus IValueTaskSource<long>.GetStatus(short token) => _core.GetStatus(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource<long>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private long TakeResult(short token)
    {
        ValueTaskSourceStatus status = _core.GetStatus(token);
        if (status == ValueTaskSourceStatus.Succeeded)
        {
            long value = _core.GetResult(token);

            // The next use must not be mistaken for this one, so the version moves before anybody can rent the object.
            _core.Reset();
            Release();
            return value;
        }

        // A result that is not there yet, or was taken before, must not free the object under the drive or under its next user.
        return status == ValueTaskSourceStatus.Pending
            ? throw new InvalidOperationException("The operation has not ended. Await its task, or call AsTask() and wait for that.")
            : TakeFailure(token);
    }

    private long TakeFailure(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            _core.Reset();
            Release();
        }
    }

    private void StopWatching()
    {
        // A watcher that is not seen here sees that the request has finished. Unregister does not wait for a callback that is running: it would wait for the zone's lock.
        if (CancellationToken.CanBeCanceled)
        {
            _cancellation.Unregister();
            _cancellation = default;
        }
    }

    private void Release()
    {
        // Alone unless it was detached, which happens before its caller is told.
        if (IsDetached && Interlocked.Decrement(ref _holders) != 0)
        {
            return;
        }

        if (OwnedBuffer is not null)
        {
            ArrayPool<byte>.Shared.Return(OwnedBuffer);
            OwnedBuffer = null;
        }

        if (_heldBuffer is not null)
        {
            _heldBuffer.LetGo();
            _heldBuffer = null;
        }

        Buffer = default;
        CallerBuffer = default;
        Recovery = null;
        EndsLease = false;
        NextCoalesced = null;
        Previous = null;
        Next = null;
        Owner = null;
        BackendNext = null;
        BackendState = null;
        BackendData = 0;
        CancellationToken = default;
        Deadline = long.MaxValue;
        Force = false;
        ExpectedEpoch = null;
        IsDetached = false;
        Stage = RequestStage.New;
        if (_isOutcomeUsed)
        {
            _outcome = default;
            _isOutcomeUsed = false;
        }

        _holders = 1;
        if (_isPooled)
        {
            RequestPool.Return(this);
        }
    }
}
