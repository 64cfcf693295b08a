namespace ZoneArchive;

/// <summary>A data zone that takes appends. The counts belong to <see cref="DataZones"/> and change under its gate.</summary>
internal sealed class DataZone(int index, ulong incarnation, long roomBytes)
{
    public int Index { get; } = index;

    public ulong Incarnation { get; } = incarnation;

    /// <summary>Bytes that nobody has reserved yet.</summary>
    public long RoomBytes { get; set; } = roomBytes;

    /// <summary>Bytes reserved by segments that are being filled or appended.</summary>
    public long ReservedBytes { get; set; }

    /// <summary>Appends that failed in it and were not followers.</summary>
    public int Failures { get; set; }

    /// <summary>It takes no more reservations.</summary>
    public bool IsSealed { get; set; }
}

/// <summary>Room in a zone, promised to one segment. It is a number of bytes, not a place: the drive's runtime gives the place at the append.</summary>
internal readonly record struct Reservation(DataZone Zone, int LengthBytes);
