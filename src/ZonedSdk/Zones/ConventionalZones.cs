using System.Buffers;
using System.Runtime.InteropServices;
using ZonedSdk.Backends;
using ZonedSdk.Buffers;
using ZonedSdk.Devices;

namespace ZonedSdk.Zones;

/// <summary>The conventional zones of a device: no lock, no write pointer, no limit. Requests go straight through; only their number is kept, for closing.</summary>
internal sealed class ConventionalZones : IRequestOwner
{
    private readonly DeviceContext _context;

    // Only between a completion and a cancellation of a write whose data are the runtime's own: which of the two tells the caller.
    private readonly Lock _detachGate = new();
    private readonly Action<object?, CancellationToken> _onCancelled;
    private int _inFlight;
    private int _writesInFlight;

    public ConventionalZones(DeviceContext context)
    {
        _context = context;
        _onCancelled = (state, token) => OnCancelled((ZoneRequest)state!, token);
    }

    public bool IsAtRest => Volatile.Read(ref _inFlight) == 0;

    public int WritesInFlight => Volatile.Read(ref _writesInFlight);

    public ZoneRequest SubmitRead(int zone, long offset, Memory<byte> buffer)
    {
        ZoneRequest r = Rent(zone, ZoneRequestKind.Read, offset, buffer);
        Submit(r, CancellationToken.None);
        return r;
    }

    public ZoneRequest SubmitWrite(int zone, long offset, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (!_context.Options.CopyWrites)
        {
            ZoneRequest borrowing = Rent(zone, ZoneRequestKind.Write, offset, MemoryMarshal.AsMemory(data));
            Submit(borrowing, CancellationToken.None);
            return borrowing;
        }

        return SubmitOwned(zone, offset, ZoneRequest.CopyOf(data.Span, default), data.Length, cancellationToken);
    }

    /// <summary>Gathers data into memory of the runtime's own.</summary>
    public ZoneRequest SubmitCopy(int zone, long offset, in ReadOnlySequence<byte> data, CancellationToken cancellationToken) =>
        SubmitOwned(zone, offset, ZoneRequest.CopyOf(data), (int)data.Length, cancellationToken);

    private ZoneRequest SubmitOwned(int zone, long offset, byte[] copy, int lengthBytes, CancellationToken cancellationToken)
    {
        ZoneRequest r = Rent(zone, ZoneRequestKind.Write, offset, default);
        r.Own(copy, lengthBytes);
        r.CommandLengthBytes = lengthBytes;
        Submit(r, cancellationToken);
        return r;
    }

    private ZoneRequest Rent(int zone, ZoneRequestKind kind, long offset, Memory<byte> buffer)
    {
        DeviceBuffer? held = DeviceBuffer.HoldBehind(buffer);
        ZoneRequest r = RequestPool.Rent();
        r.Hold(held);
        r.Operation = kind == ZoneRequestKind.Read ? RequestOperation.Read : RequestOperation.Write;
        r.Kind = kind;
        r.ZoneIndex = zone;
        r.Offset = offset;
        r.CallerBuffer = buffer;
        r.Buffer = buffer;
        r.CommandLengthBytes = buffer.Length;
        r.Stage = RequestStage.InFlight;
        r.InlineContinuations = _context.Options.InlineContinuations;
        r.Owner = this;
        return r;
    }

    private void Submit(ZoneRequest r, CancellationToken cancellationToken)
    {
        Count(r, 1);

        // After the count, because a device that is being closed latches first and then counts: one of the two sees the other.
        if ((r.Kind == ZoneRequestKind.Write ? _context.WriteLatch : _context.AllLatch) is { } latch)
        {
            Count(r, -1);
            r.Stage = RequestStage.Finished;
            r.FinishWith(ZonedErrors.OfDevice(latch.Message, latch.Error, latch.Errno, latch));
            return;
        }

        int zone = r.ZoneIndex;
        r.Arm(this);
        _context.Backend.Submit(r);
        if (cancellationToken.CanBeCanceled)
        {
            // Until the caller has the task nobody can take the result, so the request is still this one, whatever became of it.
            r.WatchCancellation(_onCancelled, cancellationToken);
        }

        _context.Kick(zone);
    }

    private void OnCancelled(ZoneRequest r, CancellationToken token)
    {
        lock (_detachGate)
        {
            if (r.Owner != this || r.CancellationToken != token || r.IsDetached || r.Stage != RequestStage.InFlight)
            {
                // The drive was done with it first, or the object serves somebody else by now.
                return;
            }

            r.Detach();
        }

        r.FinishWith(new OperationCanceledException(token));
    }

    /// <inheritdoc/>
    public void OnCompleted(ZoneRequest request, in BackendResult result)
    {
        _context.HearOf(result);

        Count(request, -1);
        Tell(request, result);
        _context.TellChange();
    }

    private void Tell(ZoneRequest request, in BackendResult result)
    {
        if (IsDetachedAtEnd(request))
        {
            request.ReleaseDetached();
            return;
        }

        if (result.IsSuccess && result.BytesTransferred == request.CommandLengthBytes)
        {
            request.FinishWith(request.Kind == ZoneRequestKind.Read ? result.BytesTransferred : request.Offset);
            return;
        }

        request.Outcome = new RequestOutcome
        {
            Error = result.IsSuccess ? ZoneError.ShortTransfer : result.Error,
            Errno = result.Errno,
            LandedBytes = result.BytesTransferred > 0 ? result.BytesTransferred : RequestOutcome.UnknownLanded,
            Condition = result.Error switch
            {
                ZoneError.ZoneReadOnly => ZoneCondition.ReadOnly,
                ZoneError.ZoneOffline => ZoneCondition.Offline,
                _ => ZoneCondition.NotWritePointer,
            },
        };
        long start = _context.Backend.Geometry.StartOf(request.ZoneIndex);
        var bounds = new ZoneBounds
        {
            Start = start,
            End = start + _context.Backend.Geometry.LengthOf(request.ZoneIndex),
            Limit = start + _context.Backend.Geometry.LengthOf(request.ZoneIndex),
            BlockSizeBytes = _context.Backend.Geometry.BlockSizeBytes,
            Type = ZoneType.Conventional,
            EnforcesOrder = false,
            MaxTransferBytes = _context.Backend.Limits.MaxTransferBytes,
            ErrorPolicy = _context.Options.ErrorPolicy,
        };
        request.FinishWith(ZonedErrors.Of(_context.Backend.Name, bounds, 0, request));
    }

    private void Count(ZoneRequest r, int change)
    {
        Interlocked.Add(ref _inFlight, change);
        if (r.Kind == ZoneRequestKind.Write)
        {
            Interlocked.Add(ref _writesInFlight, change);
        }
    }

    private bool IsDetachedAtEnd(ZoneRequest request)
    {
        if (request.OwnedBuffer is null)
        {
            request.Stage = RequestStage.Finished;
            return false;
        }

        lock (_detachGate)
        {
            request.Stage = RequestStage.Finished;
            return request.IsDetached;
        }
    }
}
