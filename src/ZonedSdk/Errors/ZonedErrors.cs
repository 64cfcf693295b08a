using ZonedSdk.Backends;
using ZonedSdk.Zones;

namespace ZonedSdk;

/// <summary>Turns outcomes into exceptions: what, where, numbers, what to do.</summary>
internal static class ZonedErrors
{
    /// <summary>The exception of a request that failed, with the reason for which the device takes no more writes where that is what it failed of.</summary>
    public static Exception Of(string device, in ZoneBounds bounds, uint epoch, ZoneRequest request, ZonedIOException? latch = null)
    {
        RequestOutcome outcome = request.Outcome;
        if (outcome.Error == ZoneError.Cancelled)
        {
            return new OperationCanceledException(request.CancellationToken);
        }

        bool wasAdmitted = request.IsWrite && (outcome.WasRefused || outcome.Error is not (ZoneError.Misaligned or ZoneError.ZoneFull or ZoneError.Boundary));
        bool hasOffset = request.Operation is RequestOperation.Read or RequestOperation.Write || (wasAdmitted && request.Offset >= bounds.Start);
        var failure = new ZonedIOFailure
        {
            Error = outcome.Error,
            Zone = request.ZoneIndex,
            Offset = hasOffset ? request.Offset : -1,
            LengthBytes = request.CallerBuffer.Length,
            LandedBytes = request.IsWrite && wasAdmitted && outcome.LandedBytes != RequestOutcome.UnknownLanded ? outcome.LandedBytes : request.IsWrite && !wasAdmitted ? 0 : null,
            WritePointer = outcome.WritePointer,
            Condition = outcome.Condition,
            Epoch = epoch,
            Errno = outcome.Errno,
            RootCause = outcome.Cause.Error == ZoneError.None ? null : new ZoneFailure(outcome.Cause.Error, outcome.Cause.Errno, outcome.Cause.Offset, outcome.Cause.LengthBytes),
            Finding = outcome.Finding,
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
        string message = finding switch
        {
            ZoneError.ForeignWriter => Invariant($"Zone {zone} of {device}: its write pointer is at {pointer}, and the {end - start} bytes from {start} to {end} were not written here. Somebody else writes to this zone; open the device exclusively."),
            ZoneError.AcknowledgedDataLost => Invariant($"Zone {zone} of {device}: its write pointer is at {start}, but writes up to {end} were acknowledged. The drive lost {end - start} bytes. Restore them from elsewhere and call RecoverAsync({zone}) to write again."),
            _ => Invariant($"Zone {zone} of {device}: {finding} in the range {start} to {end}."),
        };
        return finding == ZoneError.AcknowledgedDataLost ? new AcknowledgedDataLostException(message, failure) : new ZonedIOException(message, failure);
    }

    /// <summary>The exception of a rest that cannot follow its first part any more.</summary>
    public static ZonedIOException OfChangedZone(string device, in ZoneStatus status, ZoneCondition condition, long offset, long lengthBytes, long epoch)
    {
        var failure = new ZonedIOFailure { Error = ZoneError.Misaligned, Zone = status.Zone, Offset = offset, LengthBytes = lengthBytes, LandedBytes = 0, WritePointer = status.Submitted, Condition = condition, Epoch = status.Epoch };
        string message = Invariant($"The rest of a short write, {lengthBytes} bytes at {offset} (zone {status.Zone} of {device}), was refused: the zone has changed since that write failed. Its write pointer is at {status.Submitted}, its epoch {status.Epoch} and was {epoch}. Write all of the data again, or append them.");
        return new ZonedIOException(message, failure);
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

    // The caller did nothing wrong: at admission the offset was the write pointer.
    private static string TextOfRefused(string device, RequestOperation operation, in ZonedIOFailure f) =>
        Invariant($"{operation} of {f.LengthBytes} bytes at {f.Offset} (zone {f.Zone} of {device}) was refused by the drive as not at its write pointer, errno {f.Errno}. {f.LandedBytes ?? 0} of its bytes are on the medium. The write pointer is at {f.WritePointer} ({f.Condition}). Submit it again; somebody else may be writing to this zone.");

    private static string Text(string device, in ZoneBounds bounds, RequestOperation operation, in ZonedIOFailure f, ZonedIOException? closed)
    {
        string where = f.Offset >= 0
            ? Invariant($"{operation} of {f.LengthBytes} bytes at {f.Offset} (zone {f.Zone} of {device})")
            : f.LengthBytes > 0 ? Invariant($"{operation} of {f.LengthBytes} bytes to zone {f.Zone} of {device}") : Invariant($"{operation} of zone {f.Zone} of {device}");
        string errno = f.Errno == 0 ? string.Empty : Invariant($", errno {f.Errno}");
        string landed = f.LandedBytes is { } bytes && operation is RequestOperation.Write or RequestOperation.Append
            ? Invariant($" {f.LandedBytes} of its bytes are on the medium.") : operation is RequestOperation.Write or RequestOperation.Append ? " How much of it is on the medium is unknown." : string.Empty;
        string cause = f.RootCause is { } c ? Invariant($" The first failure was {c.Error} at {c.Offset} ({c.LengthBytes} bytes, errno {c.Errno}).") : string.Empty;
        string pointer = f.Condition is ZoneCondition.Empty or ZoneCondition.ImplicitlyOpen or ZoneCondition.ExplicitlyOpen or ZoneCondition.Closed
            ? Invariant($" The write pointer is at {f.WritePointer} ({f.Condition}).") : Invariant($" The zone is {f.Condition}.");
        return f.Error switch
        {
            _ when closed is not null => $"{where} was refused. {closed.Message}",
            ZoneError.Misaligned => $"{where} is not at the write pointer.{pointer} Write there, or append.",
            ZoneError.ZoneFull => Invariant($"{where} does not fit: {(f.Condition == ZoneCondition.Full ? 0 : bounds.End - f.WritePointer)} bytes are left of its capacity. Append to another zone, or reset this one."),
            ZoneError.Boundary => Invariant($"{where} leaves the zone's capacity, which ends at {bounds.End}. Split it."),
            ZoneError.Follower => $"{where} stood behind a write that failed.{landed}{cause}{pointer} Submit it again.",
            ZoneError.ZoneReset => $"{where} waited while the zone was reset. Submit it again if it belongs to the zone's new life.",
            ZoneError.ZoneReadOnly => $"{where} was refused: the zone is read-only.{cause} Copy what is readable and retire the zone.",
            ZoneError.ZoneOffline => $"{where} was refused: the zone is offline.{cause} Its data are gone.",
            ZoneError.Faulted => $"{where} was refused or left unproven: the zone's state is unknown since its recovery failed.{cause} Call RecoverAsync({f.Zone}), or reset or finish the zone.",
            ZoneError.ReportFailed => $"{where} failed: no believable report of the zone could be had{errno}. Call RecoverAsync({f.Zone}) later.",
            ZoneError.Blocked => $"{where} was refused: a command of the zone did not come back and may still execute.{cause} Wait for it, or close the device.",
            ZoneError.Recovering => $"{where} did not wait for the zone's recovery any longer. Try again.",
            ZoneError.TooManyOpenZones => $"{where} found no open zone resource in time. Close or finish a zone.",
            ZoneError.TooManyActiveZones => $"{where} found no active zone resource in time. Finish or reset a zone.",
            ZoneError.ShortTransfer => $"{where} transferred too little.{landed}{pointer}{cause} {(operation == RequestOperation.Read ? "Read the rest again." : "Call ResumeAsync with this exception and the same data.")}",
            ZoneError.AcknowledgedDataLost => $"{where} was confirmed by the drive and is not on the medium.{pointer}{cause} Write it again; the drive is not to be trusted.",
            ZoneError.ReadBeyondWritePointer => $"{where} reaches beyond the written part of the zone.{pointer}",
            ZoneError.Timeout => $"{where} did not come back in time{errno}.{cause} Its outcome is unknown.",
            ZoneError.Disposed => $"{where} was refused: the device is being closed.",
            _ => $"{where} failed: {f.Error}{errno}.{landed}{cause}{pointer}",
        };
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
