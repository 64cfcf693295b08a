using System.ComponentModel;
using ZonedSdk.Backends;
using ZonedSdk.Descriptors;

namespace ZonedSdk.CompilerServices;

/// <summary>A kind of backend as its attributes describe it. Not for use by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record BackendTable
{
    /// <summary>What messages call this kind of backend.</summary>
    public required string Name { get; init; }

    /// <summary>Whose transition rules the drive follows.</summary>
    public ZoneFlavour Flavour { get; init; }

    /// <summary>Who keeps the writes of a zone in order.</summary>
    public WriteOrdering Ordering { get; init; }

    /// <summary>The drive chooses the places of appends.</summary>
    public bool AppendsNatively { get; init; }

    /// <summary>The drive closes an implicitly open zone by itself; null = as its flavour has it.</summary>
    public bool? ClosesImplicitly { get; init; }

    /// <summary>What every drive of this kind can take at most.</summary>
    public Limits Limits { get; init; } = new();

    internal BackendCapabilities CapabilitiesOf(BackendShape shape)
    {
        ZoneFlavour flavour = shape.Flavour ?? Flavour;
        return new BackendCapabilities
        {
            EnforcesOrder = Ordering == WriteOrdering.Required,
            CompletesInOrder = Ordering == WriteOrdering.Queued,
            AppendsNatively = AppendsNatively && shape.AppendsNatively,
            ClosesImplicitly = ClosesImplicitly ?? flavour == ZoneFlavour.Zbc,
            Flavour = flavour,
        };
    }

    internal Limits LimitsOf(BackendShape shape)
    {
        if (shape.Limits is not { } drive)
        {
            return Limits;
        }

        return new Limits
        {
            MaxOpenZones = Lower(Limits.MaxOpenZones, drive.MaxOpenZones),
            MaxActiveZones = Lower(Limits.MaxActiveZones, drive.MaxActiveZones),
            MaxTransferBytes = Math.Min(Limits.MaxTransferBytes, drive.MaxTransferBytes),
            MaxAppendBytes = Math.Min(Limits.MaxAppendBytes, drive.MaxAppendBytes),
        };
    }

    // Zero is "no limit" of zone counts.
    private static int Lower(int left, int right) => left == 0 ? right : right == 0 ? left : Math.Min(left, right);
}
