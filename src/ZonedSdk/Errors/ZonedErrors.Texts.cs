using ZonedSdk.Zones;

namespace ZonedSdk;

/// <content>The sentences.</content>
internal static partial class ZonedErrors
{
    /// <summary>What a failed command was answered: an error number of the system, or a status of an NVMe drive.</summary>
    public static string Describe(int errno) => NvmeStatus.FromErrno(errno)?.ToString() ?? Invariant($"errno {errno}");

    // The caller did nothing wrong: at admission the offset was the write pointer.
    private static string TextOfRefused(string device, RequestOperation operation, in ZonedIOFailure f) =>
        Invariant($"{operation} of {f.LengthBytes} bytes at {f.Offset} (zone {f.Zone} of {device}) was refused by the drive as not at its write pointer, {Describe(f.Errno)}. {f.LandedBytes ?? 0} of its bytes are on the medium. The write pointer is at {f.WritePointer} ({f.Condition}). Submit it again; somebody else may be writing to this zone.");

    private static string Text(string device, in ZoneBounds bounds, RequestOperation operation, in ZonedIOFailure f, ZonedIOException? closed)
    {
        string where = f.Offset >= 0
            ? Invariant($"{operation} of {f.LengthBytes} bytes at {f.Offset} (zone {f.Zone} of {device})")
            : f.LengthBytes > 0 ? Invariant($"{operation} of {f.LengthBytes} bytes to zone {f.Zone} of {device}") : Invariant($"{operation} of zone {f.Zone} of {device}");
        string errno = f.Errno == 0 ? string.Empty : $", {Describe(f.Errno)}";
        string landed = f.LandedBytes is { } bytes && operation is RequestOperation.Write or RequestOperation.Append
            ? Invariant($" {f.LandedBytes} of its bytes are on the medium.") : operation is RequestOperation.Write or RequestOperation.Append ? " How much of it is on the medium is unknown." : string.Empty;
        string cause = f.RootCause is { } c ? Invariant($" The first failure was {c.Error} {(c.Offset >= 0 ? Invariant($"at {c.Offset}") : "of an append")} ({c.LengthBytes} bytes, {Describe(c.Errno)}).") : string.Empty;
        string pointer = f.Condition is ZoneCondition.Empty or ZoneCondition.ImplicitlyOpen or ZoneCondition.ExplicitlyOpen or ZoneCondition.Closed
            ? Invariant($" The write pointer is at {f.WritePointer} ({f.Condition}).") : Invariant($" The zone is {f.Condition}.");
        return f.Error switch
        {
            _ when closed is not null => $"{where} was refused. {closed.Message}",
            ZoneError.Misaligned => $"{where} is not at the write pointer.{pointer} Write there, or append.",
            ZoneError.ZoneFull when !f.WasNeverAdmitted => $"{where} was refused by the drive: the zone is full, finished by the drive itself or by somebody else.{landed}{cause} Write it to another zone.",
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
            ZoneError.TooManyOpenZones or ZoneError.TooManyActiveZones when f.Errno != 0 =>
                $"{where} was refused by the drive, which has too many {(f.Error == ZoneError.TooManyOpenZones ? "open" : "active")} zones{errno}: others use them, too.{landed}{cause}{pointer} Submit it again when they have let go.",
            ZoneError.TooManyOpenZones => $"{where} found no open zone resource in time. Close or finish a zone.",
            ZoneError.TooManyActiveZones => $"{where} found no active zone resource in time. Finish or reset a zone.",
            ZoneError.ShortTransfer => $"{where} transferred too little.{landed}{pointer}{cause} {(operation == RequestOperation.Read ? "Read the rest again." : "Call ResumeAsync with this exception and the same data.")}",
            ZoneError.AcknowledgedDataLost => $"{where} was confirmed by the drive and is not on the medium.{pointer}{cause} Write it again; the drive is not to be trusted.",
            ZoneError.ReadBeyondWritePointer => $"{where} reaches beyond the written part of the zone.{pointer} Read up to there, or open the device with another ReadBeyond policy.",
            ZoneError.Timeout when f.WasNeverAdmitted => $"{where} waited too long for the zone, which was busy with a command of its own, and was not begun. Try again.",
            ZoneError.Timeout => $"{where} did not come back in time{errno}.{cause} Its outcome is unknown. The zone takes nothing until the command is known dead; then call RecoverAsync({f.Zone}).",
            ZoneError.Disposed => $"{where} was refused: the device is being closed.",
            _ => $"{where} failed: {f.Error}{errno}.{landed}{cause}{pointer}",
        };
    }

    private static string TextOfNotice(string device, in ZoneNotice notice, in ZonedIOFailure f)
    {
        string range = Invariant($"{f.LengthBytes} bytes from {notice.Start} to {notice.End}");
        return notice.Error switch
        {
            ZoneError.ReportFailed => Invariant($"Zone {f.Zone} of {device} is faulted: no believable report of it could be had, and the {range} are submitted and unproven. Call RecoverAsync({f.Zone}) later."),
            ZoneError.Timeout => Invariant($"Zone {f.Zone} of {device} is faulted: a command did not come back in time and may still execute, and the {range} are submitted and unproven. Nothing touches the zone until the command is known dead; then call RecoverAsync({f.Zone})."),
            ZoneError.ZoneReadOnly => Invariant($"Zone {f.Zone} of {device} takes no more writes: it is read-only, by the drive or by the error policy. The {range} were submitted and not acknowledged. Copy what is readable and retire the zone."),
            ZoneError.ZoneOffline => Invariant($"Zone {f.Zone} of {device} is offline, by the drive or by the error policy. The {range} were submitted and not acknowledged. What the drive took offline is gone."),
            _ => Invariant($"A write of zone {f.Zone} of {device} failed ({notice.Error}), and the zone was recovered: its write pointer is at {f.WritePointer}, and was wound back over {range}. Each caller was told what became of its own write."),
        };
    }
}
