namespace ZonedSdk;

/// <summary>One zone as a report describes it. All offsets are absolute bytes.</summary>
public readonly record struct ZoneInfo
{
    /// <summary>Zone index from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The zone's type.</summary>
    public required ZoneType Type { get; init; }

    /// <summary>The zone's condition.</summary>
    public required ZoneCondition Condition { get; init; }

    /// <summary>Absolute offset of the zone's first byte.</summary>
    public required long Start { get; init; }

    /// <summary>Length of the zone's address range in bytes.</summary>
    public required long LengthBytes { get; init; }

    /// <summary>How many bytes from <see cref="Start"/> can be written; at most <see cref="LengthBytes"/>.</summary>
    public required long CapacityBytes { get; init; }

    /// <summary>Absolute offset of the next write. Meaningful in the conditions Empty, ImplicitlyOpen, ExplicitlyOpen, Closed and Active only, and in ReadOnly with <see cref="KeepsWritePointer"/>.</summary>
    public required long WritePointer { get; init; }

    /// <summary>Of a read-only zone: who reports it knows where its data end, and <see cref="WritePointer"/> says so. A drive does not; a file system that made the zone read-only does (zonefs).</summary>
    public bool KeepsWritePointer { get; init; }

    /// <summary>The drive recommends a reset.</summary>
    public bool ResetRecommended { get; init; }

    /// <summary>The drive recommends to finish the zone (ZNS).</summary>
    public bool FinishRecommended { get; init; }

    /// <summary>The zone took writes away from its write pointer (sequential-write-preferred zones).</summary>
    public bool NonSequential { get; init; }

    /// <summary>Absolute offset of the first byte behind the capacity.</summary>
    public long End => Start + CapacityBytes;

    /// <summary>True where <see cref="WritePointer"/> means something.</summary>
    public bool HasValidWritePointer =>
        Condition is ZoneCondition.Empty or ZoneCondition.ImplicitlyOpen or ZoneCondition.ExplicitlyOpen or ZoneCondition.Closed or ZoneCondition.Active
        || (Condition == ZoneCondition.ReadOnly && KeepsWritePointer);
}
