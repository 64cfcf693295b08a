using ZonedSdk;

namespace ZoneArchive;

/// <summary>What a failed write means for a store that can always write somewhere else.</summary>
internal static class ZoneFailures
{
    /// <summary>
    /// The drive as a whole takes no more writes, so trying another zone is of no use: only reopening, or a person, helps.
    /// </summary>
    public static bool IsFatal(this ZonedIOException error) => error.Error
        is ZoneError.FlushFailed or ZoneError.DeviceGone or ZoneError.DeviceReadOnly or ZoneError.NoSpace or ZoneError.Disposed or ZoneError.Cancelled;

    /// <summary>The zone takes no more writes; other zones do.</summary>
    public static bool KillsZone(this ZonedIOException error) => error.Error
        is ZoneError.ZoneReadOnly or ZoneError.ZoneOffline or ZoneError.Faulted or ZoneError.Blocked
        or ZoneError.ForeignWriter or ZoneError.AcknowledgedDataLost or ZoneError.ReportFailed or ZoneError.Timeout;

    /// <summary>True where the zone takes appends; the bytes still free come with it.</summary>
    public static bool TakesAppends(this in ZoneInfo zone, out long roomBytes)
    {
        roomBytes = zone.HasValidWritePointer ? zone.End - zone.WritePointer : 0;
        return zone.Type is ZoneType.SequentialWriteRequired or ZoneType.SequentialWritePreferred && roomBytes > 0;
    }

    /// <summary>How far a zone may hold data, in bytes from its start. Only a write pointer that means something limits it.</summary>
    public static long WrittenBytes(this in ZoneInfo zone) => zone switch
    {
        { Condition: ZoneCondition.Offline } => 0,
        { HasValidWritePointer: true } => zone.WritePointer - zone.Start,
        _ => zone.CapacityBytes,
    };
}
