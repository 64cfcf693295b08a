using ZonedSdk.Annotations;
using ZonedSdk.Zones;

namespace ZonedSdk;

/// <summary>While it lives, its zone is not reset: what was read and what is yet to be read belong together.</summary>
[Reservation]
public sealed class ZoneReaderLease : IDisposable
{
    private Zone? _zone;

    internal ZoneReaderLease(Zone zone)
    {
        _zone = zone;
        ZoneIndex = zone.Index;
    }

    /// <summary>Index of the zone.</summary>
    public int ZoneIndex { get; }

    /// <summary>Ends the lease; resets that waited for it go on.</summary>
    public void Dispose() => Interlocked.Exchange(ref _zone, null)?.ReleaseLease();
}
