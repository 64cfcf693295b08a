namespace ZonedSdk.Hosting.Logging;

/// <summary>The numbers of the log messages. One that was given stays what it is, for alerts are built on it; a new message gets a new one.</summary>
internal static class LogEventIds
{
    public const int DeviceOpened = 1;
    public const int OpenFinding = 2;
    public const int OpenFailed = 3;
    public const int DrainStarted = 4;
    public const int DeviceClosed = 5;
    public const int DrainIncomplete = 6;
    public const int CloseFailed = 7;
    public const int ZoneRecovered = 10;
    public const int ForeignWriter = 11;
    public const int AcknowledgedDataLost = 12;
    public const int ZoneFaulted = 13;
    public const int ZoneReadOnly = 14;
    public const int ZoneOffline = 15;
    public const int ZoneClosedImplicitly = 16;
    public const int FlushFailed = 17;
    public const int ZoneFoundFull = 18;
    public const int DeviceGone = 19;
    public const int DeviceReadOnly = 20;
    public const int ZonesWaited = 30;
    public const int EventsDropped = 31;
}
