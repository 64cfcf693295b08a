using ZonedSdk.Annotations;

namespace ZoneArchive;

/// <summary>A data zone that takes appends, with the lease that they go through. The counts belong to <see cref="DataZones"/> and change in its turns.</summary>
internal sealed class OpenZone([TakesOwnership] ArchiveVolume.DataLease lease, ulong incarnation, long roomBytes)
{
    /// <summary>The open zone. It ends when the zone takes no more reservations and what is left of them has been appended.</summary>
    public ArchiveVolume.DataLease Lease { get; } = lease;

    /// <summary>Index within the volume's data zones.</summary>
    public int Index => Lease.Zone.Index;

    public ulong Incarnation { get; } = incarnation;

    /// <summary>Bytes that nobody has reserved yet.</summary>
    public long RoomBytes { get; set; } = roomBytes;

    /// <summary>Bytes reserved by segments that are being filled or appended.</summary>
    public long ReservedBytes { get; set; }

    /// <summary>Appends that have begun and not ended.</summary>
    public int AppendsInFlight { get; set; }

    /// <summary>Appends that failed in it and were not followers.</summary>
    public int Failures { get; set; }

    /// <summary>It takes no more reservations.</summary>
    public bool IsSealed { get; set; }

    /// <summary>Its lease has ended.</summary>
    public bool HasEnded { get; set; }
}

/// <summary>Room in a zone, promised to one segment. It is a number of bytes, not a place: the drive's runtime gives the place at the append.</summary>
internal readonly record struct Reservation(OpenZone Zone, int LengthBytes);
