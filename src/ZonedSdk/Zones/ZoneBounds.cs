using System.Runtime.InteropServices;

namespace ZonedSdk.Zones;

/// <summary>What never changes about a zone, and what the transitions need to know of its device.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ZoneBounds
{
    /// <summary>Absolute offset of the zone's first byte.</summary>
    public required long Start { get; init; }

    /// <summary>Absolute offset behind the last byte that can be written.</summary>
    public required long End { get; init; }

    /// <summary>Absolute offset behind the zone's address range; between it and <see cref="End"/> lies the gap.</summary>
    public required long Limit { get; init; }

    public required int BlockSizeBytes { get; init; }

    public required ZoneType Type { get; init; }

    /// <summary>One command of this zone at a time; the rest is queued and coalesced.</summary>
    public required bool EnforcesOrder { get; init; }

    /// <summary>The most bytes in one coalesced command.</summary>
    public required int MaxTransferBytes { get; init; }

    /// <summary>Appends go to the drive without an offset, and so many of the zone may be there at once; 0 = the runtime assigns every offset.</summary>
    public int MaxAppendsInFlight { get; init; }

    /// <summary>What becomes of the zone after a recovery.</summary>
    public required ZoneErrorPolicy ErrorPolicy { get; init; }

    /// <summary>The drive opens a zone that is not open before it finishes it, so that the finish needs an open resource (ZBC).</summary>
    public bool FinishPassesThroughOpen { get; init; }

    /// <summary>The drive refuses to open a full zone, and to close one that is full or empty (ZNS); otherwise it takes such a command as done.</summary>
    public bool HasStrictTransitions { get; init; }

    /// <summary>The drive refuses writes that are not at its write pointer (a host-aware zone takes them anywhere).</summary>
    public bool WritesAtPointerOnly => Type == ZoneType.SequentialWriteRequired;
}
