namespace ZonedSdk.Backends.Emulation;

/// <summary>Answers for the present state of zones: the emulated drive itself.</summary>
internal interface IZoneStateSource
{
    /// <summary>The state to be stored: contiguous *completed* data end, condition, incarnation.</summary>
    StoredZone Snapshot(int zone);
}
