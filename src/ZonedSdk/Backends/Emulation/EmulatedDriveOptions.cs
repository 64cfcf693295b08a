using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Backends.Emulation;

/// <summary>What an emulated drive is: the part of its options that does not depend on where data and metadata are kept.</summary>
internal sealed record EmulatedDriveOptions
{
    /// <summary>What this is, for messages.</summary>
    public required string Name { get; init; }

    public required DeviceIdentity Identity { get; init; }

    public required Geometry Geometry { get; init; }

    public Limits Limits { get; init; } = new();

    /// <summary>Bytes of a sequential zone that can be written; 0 = the zone size. A runt zone has at most its length.</summary>
    public long ZoneCapacityBytes { get; init; }

    /// <summary>So many zones from the first one are conventional.</summary>
    public int ConventionalZones { get; init; }

    /// <summary>So many zones behind the conventional ones prefer sequential writes.</summary>
    public int PreferredZones { get; init; }

    public ZoneFlavour Flavour { get; init; }

    /// <summary>At the open limit the drive closes an implicitly open zone by itself. Default null: true for ZBC, false for ZNS.</summary>
    public bool? ClosesImplicitly { get; init; }

    /// <summary>Checks a write against the write pointer when it executes, not when it is submitted.</summary>
    public bool EnforcesOrder { get; init; }

    /// <summary>Acknowledges a zone's writes in order and fails those behind a failed one.</summary>
    public bool CompletesInOrder { get; init; } = true;

    /// <summary>After a failed flush nothing short of reopening brings the drive back.</summary>
    public bool FlushFailureIsFinal { get; init; }

    /// <summary>How long each read and write rests before it executes.</summary>
    public TimeSpan Latency { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>What the drive says of itself.</summary>
    public BackendDescription Description { get; init; } = BackendDescription.Unknown;

    /// <summary>What goes wrong; null = nothing, at no cost.</summary>
    public FaultPlan? Faults { get; init; }

    /// <summary>A zone's type by its index.</summary>
    public ZoneType TypeOf(int zone) =>
        zone < ConventionalZones ? ZoneType.Conventional
        : zone < ConventionalZones + PreferredZones ? ZoneType.SequentialWritePreferred
        : ZoneType.SequentialWriteRequired;

    /// <summary>A zone as it leaves the factory.</summary>
    public StoredZone PristineOf(int zone) =>
        new(0, TypeOf(zone) == ZoneType.Conventional ? ZoneCondition.NotWritePointer : ZoneCondition.Empty, 0);

    /// <summary>How many bytes of a zone can be written.</summary>
    public long CapacityOf(int zone)
    {
        long length = Geometry.LengthOf(zone);
        return TypeOf(zone) != ZoneType.SequentialWriteRequired || ZoneCapacityBytes == 0 ? length : Math.Min(ZoneCapacityBytes, length);
    }
}
