using ZonedSdk.Backends;
using ZonedSdk.Zones;

namespace ZonedSdk;

/// <summary>Turns outcomes into exceptions: what, where, numbers, what to do.</summary>
internal static partial class ZonedErrors
{
    /// <summary>The exception of a request that failed, with the reason for which the device takes no more writes where that is what it failed of.</summary>
    public static Exception Of(string device, in ZoneBounds bounds, uint epoch, ZoneRequest request, ZonedIOException? latch = null)
    {
        RequestOutcome outcome = request.Outcome;
        if (outcome.Error == ZoneError.Cancelled)
        {
            return new OperationCanceledException(request.CancellationToken);
        }

        if (request.Operation == RequestOperation.Finish && outcome.Error == ZoneError.AcknowledgedDataLost)
        {
            return OfUnsentFinish(device, request.ZoneIndex, outcome, epoch);
        }

        bool wasAdmitted = request.IsWrite && !outcome.WasNeverAdmitted;
        bool hasOffset = request.Operation is RequestOperation.Read or RequestOperation.Write || (wasAdmitted && request.Offset >= bounds.Start);
        var failure = new ZonedIOFailure
        {
            Error = outcome.Error,
            Zone = request.ZoneIndex,
            Offset = hasOffset ? request.Offset : -1,
            LengthBytes = request.Operation == RequestOperation.Read ? request.CallerBuffer.Length : request.LengthBytes,
            LandedBytes = request.IsWrite && wasAdmitted && outcome.LandedBytes != RequestOutcome.UnknownLanded ? outcome.LandedBytes : request.IsWrite && !wasAdmitted ? 0 : null,
            WritePointer = outcome.WritePointer,
            Condition = outcome.Condition,
            Epoch = epoch,
            Errno = outcome.Errno,
            RootCause = outcome.Cause.Error == ZoneError.None ? null : new ZoneFailure(outcome.Cause.Error, outcome.Cause.Errno, outcome.Cause.Offset, outcome.Cause.LengthBytes),
            Finding = outcome.Finding,
            WasNeverAdmitted = outcome.WasNeverAdmitted,
        };
        Exception? inner = outcome.Finding == ZoneError.None || outcome.Error == outcome.Finding
            ? null
            : OfFinding(device, request.ZoneIndex, outcome.Finding, outcome.FindingStart, outcome.FindingEnd, epoch, outcome.WritePointer);
        ZonedIOException? closed = latch?.Error == outcome.Error ? latch : null;
        string text = outcome.WasRefused && outcome.Error == ZoneError.Misaligned
            ? TextOfRefused(device, request.Operation, failure)
            : Text(device, bounds, request.Operation, failure, closed);
        return Make(text, failure, inner ?? closed, bounds);
    }

    /// <summary>The loud error of a recovery that found the write pointer where it cannot be.</summary>
    public static ZonedIOException OfFinding(string device, int zone, ZoneError finding, long start, long end, long epoch, long? writePointer = null)
    {
        long pointer = writePointer ?? (finding == ZoneError.ForeignWriter ? end : start);
        var failure = new ZonedIOFailure { Error = finding, Zone = zone, Offset = start, LengthBytes = end - start, WritePointer = pointer, Epoch = epoch, Finding = finding };
        string message = finding == ZoneError.ForeignWriter
            ? Invariant($"Zone {zone} of {device}: its write pointer is at {pointer}, and the {end - start} bytes from {start} to {end} were not written here. Somebody else writes to this zone; open the device exclusively.")
            : Invariant($"Zone {zone} of {device}: its write pointer is at {start}, but writes up to {end} were acknowledged. The drive lost {end - start} bytes. Restore them from elsewhere and call RecoverAsync({zone}) to write again.");
        return finding == ZoneError.AcknowledgedDataLost ? new AcknowledgedDataLostException(message, failure) : new ZonedIOException(message, failure);
    }

    // Its caller is the first to hear of the loss, so the exception is the loss's own.
    private static AcknowledgedDataLostException OfUnsentFinish(string device, int zone, in RequestOutcome outcome, uint epoch)
    {
        var failure = new ZonedIOFailure
        {
            Error = ZoneError.AcknowledgedDataLost,
            Zone = zone,
            Offset = outcome.FindingStart,
            LengthBytes = outcome.FindingEnd - outcome.FindingStart,
            WritePointer = outcome.WritePointer,
            Condition = outcome.Condition,
            Epoch = epoch,
            Finding = ZoneError.AcknowledgedDataLost,
        };
        return new AcknowledgedDataLostException(
            Invariant($"Finish of zone {zone} of {device} was not sent: the zone's write pointer is at {outcome.FindingStart}, but writes up to {outcome.FindingEnd} were acknowledged. The drive lost {failure.LengthBytes} bytes. Restore them from elsewhere. FinishZoneAsync({zone}) again finishes the zone as it is; RecoverAsync({zone}) lets it be written again."),
            failure);
    }

    /// <summary>The exception of a range that was refused whole, because it leaves the zone's capacity.</summary>
    public static ZonedIOException OfBoundary(string device, in ZoneBounds bounds, in ZoneStatus status, ZoneCondition condition, long offset, long lengthBytes)
    {
        var failure = new ZonedIOFailure { Error = ZoneError.Boundary, Zone = status.Zone, Offset = offset, LengthBytes = lengthBytes, LandedBytes = 0, WritePointer = status.Submitted, Condition = condition, Epoch = status.Epoch, WasNeverAdmitted = true };
        return Make(Text(device, bounds, RequestOperation.Write, failure, closed: null), failure, inner: null, bounds);
    }

    /// <summary>What an event about a zone carries.</summary>
    public static ZonedIOException OfNotice(string device, in ZoneBounds bounds, in ZoneNotice notice, in ZoneStatus status, ZoneCondition condition)
    {
        if (notice.Error is ZoneError.ForeignWriter or ZoneError.AcknowledgedDataLost)
        {
            return OfFinding(device, status.Zone, notice.Error, notice.Start, notice.End, status.Epoch, notice.WritePointer);
        }

        var failure = new ZonedIOFailure
        {
            Error = notice.Error,
            Zone = status.Zone,
            Offset = notice.Start,
            LengthBytes = notice.End - notice.Start,
            WritePointer = notice.WritePointer ?? status.Submitted,
            Condition = condition,
            Epoch = status.Epoch,
        };
        return Make(TextOfNotice(device, notice, failure), failure, inner: null, bounds);
    }

    /// <summary>What somebody is told who waits for the durability of bytes that are gone.</summary>
    /// <param name="device">The device's name.</param>
    /// <param name="bounds">The zone's.</param>
    /// <param name="zone">The zone's index.</param>
    /// <param name="reason">Reset, offline, or else a recovery that wound the write pointer back.</param>
    /// <param name="start">First byte that is gone.</param>
    /// <param name="end">Byte behind the last that was waited for.</param>
    /// <param name="epoch">The zone's.</param>
    /// <param name="condition">The zone's.</param>
    public static ZonedIOException OfLostDurability(string device, in ZoneBounds bounds, int zone, ZoneError reason, long start, long end, long epoch, ZoneCondition condition)
    {
        var failure = new ZonedIOFailure { Error = reason, Zone = zone, Offset = start, LengthBytes = end - start, WritePointer = start, Condition = condition, Epoch = epoch };
        string message = reason switch
        {
            ZoneError.ZoneReset => Invariant($"The bytes up to {end} (zone {zone} of {device}) will never be durable: the zone was reset before a flush covered them. Write them again if they belong to the zone's new life."),
            ZoneError.ZoneOffline => Invariant($"The bytes from {start} to {end} (zone {zone} of {device}) will never be durable: the zone went offline before a flush covered them. Write them to another zone."),
            ZoneError.AcknowledgedDataLost => Invariant($"Of the bytes from {start} to {end} (zone {zone} of {device}) some will never be durable: the drive lost them while the flush ran. RecoverAsync({zone}) tells which; write them again."),
            _ => Invariant($"The bytes from {start} to {end} (zone {zone} of {device}) will never be durable: a recovery wound the write pointer back to {start} before a flush covered them. Write them again."),
        };
        return Make(message, failure, inner: null, bounds);
    }

    /// <summary>What the caller of a write is told whose data are the runtime's own, while the command may still execute.</summary>
    public static ZonedIOException OfOverdue(string device, in ZoneBounds bounds, in ZoneStatus status, ZoneCondition condition, ZoneRequest request)
    {
        var failure = new ZonedIOFailure { Error = ZoneError.Timeout, Zone = status.Zone, Offset = request.Offset, LengthBytes = request.LengthBytes, WritePointer = status.Submitted, Condition = condition, Epoch = status.Epoch };
        return Make(Text(device, bounds, request.Operation, failure, closed: null), failure, inner: null, bounds);
    }

    /// <summary>The exception of a rest that cannot follow its first part any more.</summary>
    public static ZonedIOException OfChangedZone(string device, in ZoneStatus status, ZoneCondition condition, long offset, long lengthBytes, long epoch)
    {
        var failure = new ZonedIOFailure { Error = ZoneError.Misaligned, Zone = status.Zone, Offset = offset, LengthBytes = lengthBytes, LandedBytes = 0, WritePointer = status.Submitted, Condition = condition, Epoch = status.Epoch };
        string message = Invariant($"The rest of a short write, {lengthBytes} bytes at {offset} (zone {status.Zone} of {device}), was refused: the zone has changed since that write failed. Its write pointer is at {status.Submitted}, its epoch {status.Epoch} and was {epoch}. Write all of the data again, or append them.");
        return new ZonedIOException(message, failure);
    }

    /// <summary>The exception of bytes that a stream into a zone has no room for.</summary>
    public static ZoneFullException OfFullStream(string device, in ZoneStatus status, ZoneCondition condition, long lengthBytes, long takenBytes, long remainingBytes)
    {
        var failure = new ZonedIOFailure { Error = ZoneError.ZoneFull, Zone = status.Zone, Offset = -1, LengthBytes = lengthBytes, LandedBytes = 0, WritePointer = status.Submitted, Condition = condition, Epoch = status.Epoch, WasNeverAdmitted = true };
        return new ZoneFullException(Invariant($"{lengthBytes} bytes do not fit zone {status.Zone} of {device}: the stream has taken {takenBytes} bytes, and {remainingBytes} more fit. None of these were taken. End the stream and go on in another zone."), failure, remainingBytes);
    }

    /// <summary>The exception of an operation on the device as a whole.</summary>
    public static ZonedIOException OfDevice(string message, ZoneError error, int errno = 0, Exception? inner = null)
    {
        var failure = new ZonedIOFailure { Error = error, Zone = IZoneBackend.AllZones, Offset = -1, Errno = errno };
        return error switch
        {
            ZoneError.FlushFailed => new FlushFailedException(message, failure, inner),
            ZoneError.DeviceGone or ZoneError.Disposed or ZoneError.DeviceReadOnly => new ZonedDeviceFaultedException(message, failure, inner),
            _ => new ZonedIOException(message, failure, inner),
        };
    }

    private static ZonedIOException Make(string message, in ZonedIOFailure failure, Exception? inner, in ZoneBounds bounds) => failure.Error switch
    {
        ZoneError.Follower => new ZoneFollowerException(message, failure, inner),
        ZoneError.ZoneFull => new ZoneFullException(message, failure, failure.Condition == ZoneCondition.Full ? 0 : bounds.End - failure.WritePointer),
        ZoneError.ZoneReset => new ZoneResetException(message, failure, inner),
        ZoneError.ZoneReadOnly => new ZoneReadOnlyException(message, failure, inner),
        ZoneError.ZoneOffline => new ZoneOfflineException(message, failure, inner),
        ZoneError.Faulted or ZoneError.ReportFailed => new ZoneFaultedException(message, failure, inner),
        ZoneError.Blocked => new ZoneBlockedException(message, failure, inner),
        ZoneError.Recovering => new ZoneRecoveringException(message, failure, inner),
        ZoneError.TooManyOpenZones or ZoneError.TooManyActiveZones => new ZoneLimitException(message, failure, inner),
        ZoneError.AcknowledgedDataLost => new AcknowledgedDataLostException(message, failure, inner),
        ZoneError.DeviceGone or ZoneError.Disposed or ZoneError.DeviceReadOnly => new ZonedDeviceFaultedException(message, failure, inner),
        ZoneError.FlushFailed => new FlushFailedException(message, failure, inner),
        _ => new ZonedIOException(message, failure, inner),
    };

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
