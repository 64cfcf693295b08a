namespace ZonedSdk.Testing.Benches;

/// <summary>What a case needs of its target.</summary>
internal sealed record CaseNeeds
{
    public DriveShape Shape { get; init; } = new();

    public DriveFaults Faults { get; init; }

    public ZoneFlavour? Flavour { get; init; }

    public ZonedDeviceOptions Options { get; init; } = new();

    /// <summary>The shape must be exactly the one that was asked for: the case counts its zones, or knows its offsets.</summary>
    public bool IsExact { get; init; }

    /// <summary>The case reaches the limits of its shape; a device with higher ones is brought down to them by zones that are held open.</summary>
    public bool ReachesLimits { get; init; }

    /// <summary>There must be a gap between a zone's capacity and its end.</summary>
    public bool HasGap { get; init; }

    /// <summary>The case's conventional zones are used; otherwise a device without any will do.</summary>
    public bool NeedsConventionalZone { get; init; }

    /// <summary>The case resets every zone of the device.</summary>
    public bool ResetsAll { get; init; }

    /// <summary>The drive must be switched off when its backend is closed.</summary>
    public bool IsSwitchedOff { get; init; }

    /// <summary>Appends must stand in the order of their submission, which a drive that chooses their places does not promise.</summary>
    public bool AppendsInOrder { get; init; }

    /// <summary>Equal devices give equal traces.</summary>
    public bool HasComparableTrace { get; init; } = true;

    /// <summary>What a drive of a flavour is asked for: ZBC knows no active limit.</summary>
    public CaseNeeds On(ZoneFlavour flavour) =>
        this with { Shape = Shape with { Flavour = flavour, MaxActiveZones = flavour == ZoneFlavour.Zbc ? 0 : Shape.MaxActiveZones } };
}
