namespace ZonedSdk;

/// <summary>What becomes of a zone after a failed write was recovered. The four policies are those of Linux's zonefs.</summary>
public enum ZoneErrorPolicy : byte
{
    /// <summary>Believe the report and go on writing at the reported write pointer.</summary>
    Repair = 0,

    /// <summary>The zone takes no more writes until the device is opened again.</summary>
    ZoneReadOnly = 1,

    /// <summary>The zone takes neither reads nor writes until the device is opened again.</summary>
    ZoneOffline = 2,

    /// <summary>The whole device takes no more writes until it is opened again.</summary>
    DeviceReadOnly = 3,
}
