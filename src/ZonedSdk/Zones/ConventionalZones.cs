using System.Runtime.InteropServices;
using ZonedSdk.Backends;
using ZonedSdk.Devices;

namespace ZonedSdk.Zones;

/// <summary>The conventional zones of a device: no lock, no write pointer, no limit. Requests go straight through; only their number is kept, for closing.</summary>
internal sealed class ConventionalZones(DeviceContext context) : IRequestOwner
{
    private int _inFlight;

    public bool IsAtRest => Volatile.Read(ref _inFlight) == 0;

    public ZoneRequest Submit(int zone, ZoneRequestKind kind, long offset, Memory<byte> buffer)
    {
        ZoneRequest r = context.Requests.Rent();
        r.Operation = kind == ZoneRequestKind.Read ? RequestOperation.Read : RequestOperation.Write;
        r.Kind = kind;
        r.ZoneIndex = zone;
        r.Offset = offset;
        r.CallerBuffer = buffer;
        r.Buffer = buffer;
        r.CommandLengthBytes = buffer.Length;
        r.Stage = RequestStage.InFlight;
        r.InlineContinuations = context.Options.InlineContinuations;
        Interlocked.Increment(ref _inFlight);

        // After the count, because a device that is being closed latches first and then counts: one of the two sees the other.
        if ((kind == ZoneRequestKind.Write ? context.WriteLatch : context.AllLatch) is { } latch)
        {
            Interlocked.Decrement(ref _inFlight);
            r.Stage = RequestStage.Finished;
            r.FinishWith(ZonedErrors.OfDevice(latch.Message, latch.Error, latch.Errno, latch));
            return r;
        }

        r.Arm(this);
        context.Backend.Submit(r);
        context.Backend.Kick();
        return r;
    }

    public ZoneRequest SubmitWrite(int zone, long offset, ReadOnlyMemory<byte> data) =>
        Submit(zone, ZoneRequestKind.Write, offset, MemoryMarshal.AsMemory(data));

    /// <inheritdoc/>
    public void OnCompleted(ZoneRequest request, in BackendResult result)
    {
        if (result.Error == ZoneError.DeviceGone)
        {
            context.LoseDevice(result);
        }

        Interlocked.Decrement(ref _inFlight);
        request.Stage = RequestStage.Finished;
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
            Condition = ZoneCondition.NotWritePointer,
        };
        long start = context.Backend.Geometry.StartOf(request.ZoneIndex);
        var bounds = new ZoneBounds
        {
            Start = start,
            End = start + context.Backend.Geometry.LengthOf(request.ZoneIndex),
            Limit = start + context.Backend.Geometry.LengthOf(request.ZoneIndex),
            BlockSizeBytes = context.Backend.Geometry.BlockSizeBytes,
            Type = ZoneType.Conventional,
            EnforcesOrder = false,
            MaxTransferBytes = context.Backend.Limits.MaxTransferBytes,
            ErrorPolicy = context.Options.ErrorPolicy,
        };
        request.FinishWith(ZonedErrors.Of(context.Backend.Name, bounds, 0, request));
    }
}
