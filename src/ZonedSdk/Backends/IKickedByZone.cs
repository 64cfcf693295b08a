namespace ZonedSdk.Backends;

/// <summary>A drive that keeps what was submitted apart by zones, and need not look at all of it where it is told which zone has something.</summary>
internal interface IKickedByZone
{
    /// <summary>Starts what was submitted for a zone, as <see cref="IZoneBackend.Kick"/> does for all.</summary>
    void Kick(int zone);
}
