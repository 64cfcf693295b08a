using Microsoft.Extensions.Logging;
using ZonedSdk.Backends;

namespace ZonedSdk.Hosting.Logging;

/// <summary>Every log message of the package.</summary>
internal static partial class Log
{
    /// <summary>The device is open: how its I/O goes, and everything that opening it brought to light.</summary>
    public static void Opened(ILogger logger, string name, ZonedDevice device)
    {
        if (logger.IsEnabled(LogLevel.Information))
        {
            Opened(logger, name, device.Name, device.Identity, device.Geometry.ZoneCount, device.Geometry.ZoneSizeBytes, device.Description.DataPath, device.Description.Engine);
        }

        foreach (BackendFinding finding in device.Description.Findings)
        {
            LogLevel level = LevelOf(finding.Severity);
            Finding(logger, level, name, finding.Kind, finding.Message);
        }
    }

    /// <summary>A drain begins.</summary>
    public static void Draining(ILogger logger, string name, DeviceStatus status) =>
        Draining(logger, name, status.WritesInFlight, status.RequestsWaiting, status.UndurableBytes);

    /// <summary>The time was up before everything was done.</summary>
    public static void DrainIncomplete(ILogger logger, string name, double seconds, DeviceStatus left, Exception error) =>
        DrainIncomplete(logger, name, seconds, left.WritesInFlight, left.UndurableBytes, error);

    /// <summary>The device could not be closed in order.</summary>
    public static void CloseFailed(ILogger logger, string name, DeviceStatus left, Exception error) =>
        CloseFailed(logger, name, left.WritesInFlight, left.UndurableBytes, error);

    /// <summary>What happened to a zone or to the device.</summary>
    public static void Happened(ILogger logger, string name, ZoneEventArgs e)
    {
        long lengthBytes = e.End - e.Start;
        switch (e.Kind)
        {
            case ZoneEventKind.Recovered:
                ZoneRecovered(logger, name, e.Zone, lengthBytes, e.Start, e.Followers, e.Error);
                break;
            case ZoneEventKind.ForeignWriter:
                ForeignWriter(logger, name, e.Zone, lengthBytes, e.Start, e.Error);
                break;
            case ZoneEventKind.AcknowledgedDataLost:
                AcknowledgedDataLost(logger, name, e.Zone, lengthBytes, e.Start, e.Followers, e.Error);
                break;
            case ZoneEventKind.Faulted:
                ZoneFaulted(logger, name, e.Zone, e.Error);
                break;
            case ZoneEventKind.ReadOnly:
                ZoneReadOnly(logger, name, e.Zone, e.Error);
                break;
            case ZoneEventKind.Offline:
                ZoneOffline(logger, name, e.Zone, e.Error);
                break;
            case ZoneEventKind.ImplicitlyClosed:
                ZoneClosedImplicitly(logger, name, e.Zone);
                break;
            case ZoneEventKind.FlushFailed:
                FlushFailed(logger, name, e.Zone, lengthBytes, e.Start, e.Error);
                break;
            case ZoneEventKind.FoundFull:
                ZoneFoundFull(logger, name, e.Zone, lengthBytes);
                break;
            case ZoneEventKind.DeviceGone:
                DeviceGone(logger, name, e.Error);
                break;
            case ZoneEventKind.DeviceReadOnly:
                DeviceReadOnly(logger, name, e.Error);
                break;
        }
    }

    [LoggerMessage(LogEventIds.OpenFailed, LogLevel.Error, "Device {Device} could not be opened ({Path}); the host does not start.")]
    public static partial void OpenFailed(ILogger logger, string device, string? path, Exception error);

    [LoggerMessage(LogEventIds.DeviceClosed, LogLevel.Information, "Device {Device} is closed: everything that was acknowledged is durable. It took {Seconds} s.")]
    public static partial void Closed(ILogger logger, string device, double seconds);

    [LoggerMessage(LogEventIds.ZonesWaited, LogLevel.Warning, "Device {Device}: zones had to wait {Waits} times for an open or active resource since the last such message; {Waiting} wait now. {Open} of {MaxOpen} open and {Active} of {MaxActive} active zones are in use (0 = no limit). Finish zones that take no more data, or write to fewer at once.")]
    public static partial void ZonesWaited(ILogger logger, string device, long waits, int waiting, int open, int maxOpen, int active, int maxActive);

    [LoggerMessage(LogEventIds.EventsDropped, LogLevel.Warning, "Device {Device}: {Dropped} events were not logged, because logging was slower than they came.")]
    public static partial void EventsDropped(ILogger logger, string device, long dropped);

    [LoggerMessage(LogEventIds.DeviceOpened, LogLevel.Information, "Device {Device} is open: {Path}, identity {Identity}, {Zones} zones of {ZoneSizeBytes} bytes, data go {DataPath} by {Engine}.")]
    private static partial void Opened(ILogger logger, string device, string path, DeviceIdentity identity, int zones, long zoneSizeBytes, IoPath dataPath, TransferEngine? engine);

    [LoggerMessage(EventId = LogEventIds.OpenFinding, Message = "Device {Device}, found when it was opened ({Kind}): {Finding}")]
    private static partial void Finding(ILogger logger, LogLevel level, string device, string kind, string finding);

    [LoggerMessage(LogEventIds.DrainStarted, LogLevel.Information, "Device {Device} takes no more work: {InFlight} writes are in flight, {Waiting} requests that waited for their zones are refused, {UndurableBytes} bytes are to be flushed.")]
    private static partial void Draining(ILogger logger, string device, int inFlight, int waiting, long undurableBytes);

    [LoggerMessage(LogEventIds.DrainIncomplete, LogLevel.Error, "Device {Device} was not drained within {Seconds} s: {InFlight} writes are still in flight, and {UndurableBytes} bytes that were acknowledged may not be durable. Give it more time (HostOptions.ShutdownTimeout, and the device's DisposeTimeout), or look why the drive takes so long.")]
    private static partial void DrainIncomplete(ILogger logger, string device, double seconds, int inFlight, long undurableBytes, Exception error);

    [LoggerMessage(LogEventIds.CloseFailed, LogLevel.Error, "Device {Device} was not closed in order: {InFlight} writes are in flight, and {UndurableBytes} bytes that were acknowledged may be lost.")]
    private static partial void CloseFailed(ILogger logger, string device, int inFlight, long undurableBytes, Exception error);

    [LoggerMessage(LogEventIds.ZoneRecovered, LogLevel.Warning, "Device {Device}: zone {Zone} was recovered. Its write pointer went back over {LostBytes} bytes from {Offset} on, none of them acknowledged; {Followers} writes failed behind the first one.")]
    private static partial void ZoneRecovered(ILogger logger, string device, int zone, long lostBytes, long offset, int followers, Exception? error);

    [LoggerMessage(LogEventIds.ForeignWriter, LogLevel.Error, "Device {Device}: somebody else has written {ForeignBytes} bytes at {Offset} in zone {Zone}.")]
    private static partial void ForeignWriter(ILogger logger, string device, int zone, long foreignBytes, long offset, Exception? error);

    [LoggerMessage(LogEventIds.AcknowledgedDataLost, LogLevel.Critical, "Device {Device}: zone {Zone} has lost {LostBytes} bytes from {Offset} on that were acknowledged; {Followers} writes failed behind the first one.")]
    private static partial void AcknowledgedDataLost(ILogger logger, string device, int zone, long lostBytes, long offset, int followers, Exception? error);

    [LoggerMessage(LogEventIds.ZoneFaulted, LogLevel.Error, "Device {Device}: zone {Zone} is faulted; it takes nothing until it is recovered (RecoverAsync), reset or finished.")]
    private static partial void ZoneFaulted(ILogger logger, string device, int zone, Exception? error);

    [LoggerMessage(LogEventIds.ZoneReadOnly, LogLevel.Error, "Device {Device}: zone {Zone} has become read-only.")]
    private static partial void ZoneReadOnly(ILogger logger, string device, int zone, Exception? error);

    [LoggerMessage(LogEventIds.ZoneOffline, LogLevel.Error, "Device {Device}: zone {Zone} has gone offline.")]
    private static partial void ZoneOffline(ILogger logger, string device, int zone, Exception? error);

    [LoggerMessage(LogEventIds.ZoneClosedImplicitly, LogLevel.Debug, "Device {Device}: zone {Zone} was closed to make room for another one.")]
    private static partial void ZoneClosedImplicitly(ILogger logger, string device, int zone);

    [LoggerMessage(LogEventIds.FlushFailed, LogLevel.Critical, "Device {Device}: a flush failed. {AtRiskBytes} bytes from {Offset} on in zone {Zone} were acknowledged and may be lost.")]
    private static partial void FlushFailed(ILogger logger, string device, int zone, long atRiskBytes, long offset, Exception? error);

    [LoggerMessage(LogEventIds.ZoneFoundFull, LogLevel.Warning, "Device {Device}: zone {Zone} was found full with {UnwrittenBytes} bytes unwritten; the drive or somebody else has finished it.")]
    private static partial void ZoneFoundFull(ILogger logger, string device, int zone, long unwrittenBytes);

    [LoggerMessage(LogEventIds.DeviceGone, LogLevel.Critical, "Device {Device} is gone; everything fails until it is opened again.")]
    private static partial void DeviceGone(ILogger logger, string device, Exception? error);

    [LoggerMessage(LogEventIds.DeviceReadOnly, LogLevel.Error, "Device {Device} takes no more writes.")]
    private static partial void DeviceReadOnly(ILogger logger, string device, Exception? error);

    private static LogLevel LevelOf(BackendFindingSeverity severity) => severity switch
    {
        BackendFindingSeverity.Error => LogLevel.Error,
        BackendFindingSeverity.Warning => LogLevel.Warning,
        _ => LogLevel.Information,
    };
}
