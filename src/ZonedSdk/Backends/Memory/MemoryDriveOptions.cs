using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Backends.Memory;

/// <summary>What a memory drive is. Every figure has a default, so that <c>new MemoryDrive(new MemoryDriveOptions())</c> is a small host-managed disk.</summary>
public sealed record MemoryDriveOptions
{
    /// <summary>What messages call the drive.</summary>
    /// <value>Default <c>memory:drive</c>.</value>
    public string Name { get; init; } = "memory:drive";

    /// <summary>The drive's identity.</summary>
    /// <value>Default: made from <see cref="Name"/> and <see cref="Seed"/>, so that equal options are the same drive.</value>
    public DeviceIdentity? Identity { get; init; }

    /// <summary>The drive's size in bytes, a multiple of the block size. What is no multiple of the zone size makes the last zone a runt.</summary>
    /// <value>Default 64 MiB.</value>
    public long SizeBytes { get; init; } = 64L << 20;

    /// <summary>Distance between zone starts in bytes, a multiple of the block size, not necessarily a power of two.</summary>
    /// <value>Default 4 MiB.</value>
    public long ZoneSizeBytes { get; init; } = 4L << 20;

    /// <summary>Bytes of a sequential-write-required zone that can be written, a multiple of the block size, at most the zone size; 0 = the zone size.</summary>
    /// <value>Default 0.</value>
    public long ZoneCapacityBytes { get; init; }

    /// <summary>Write granularity in bytes: a power of two, 512 to 65,536.</summary>
    /// <value>Default 4,096.</value>
    public int BlockSizeBytes { get; init; } = 4096;

    /// <summary>So many zones from the first one are conventional.</summary>
    /// <value>Default 0.</value>
    public int ConventionalZones { get; init; }

    /// <summary>So many zones behind the conventional ones are of the type sequential-write-preferred.</summary>
    /// <value>Default 0.</value>
    public int PreferredZones { get; init; }

    /// <summary>The drive's limits.</summary>
    /// <value>Default: no limit on open and active zones, 1 MiB a command.</value>
    public Limits Limits { get; init; } = new();

    /// <summary>Whose transition rules the drive follows.</summary>
    /// <value>Default ZBC.</value>
    public ZoneFlavour Flavour { get; init; }

    /// <summary>At the open limit the drive closes an implicitly open zone by itself.</summary>
    /// <value>Default null: true for ZBC, false for ZNS.</value>
    public bool? ClosesImplicitly { get; init; }

    /// <summary>The drive looks at a write when it executes, and refuses it away from the write pointer: a real drive behind a path that does not keep order. One command per zone is expected then.</summary>
    /// <value>Default false: writes are accepted in the order of submission, many in flight.</value>
    public bool EnforcesOrder { get; init; }

    /// <summary>Writes of a zone are acknowledged in order, and those behind a failed one fail. Without it a write may be acknowledged above a hole, as a plain file does it: for tests that must fail.</summary>
    /// <value>Default true.</value>
    public bool CompletesInOrder { get; init; } = true;

    /// <summary>Writes survive a power cut only after a flush.</summary>
    /// <value>Default true.</value>
    public bool HasVolatileCache { get; init; } = true;

    /// <summary>After a failed flush every write, flush and management command fails with the first error, as on an image file; reads go on.</summary>
    /// <value>Default false: a later flush may succeed, as on a real drive.</value>
    public bool FlushFailureIsFinal { get; init; }

    /// <summary>On which thread commands execute.</summary>
    /// <value>Default <see cref="MemoryDriveScheduling.Inline"/>.</value>
    public MemoryDriveScheduling Scheduling { get; init; }

    /// <summary>Threads of <see cref="MemoryDriveScheduling.Workers"/>, 1 to 256.</summary>
    /// <value>Default 4.</value>
    public int WorkerCount { get; init; } = 4;

    /// <summary>How long each read and write rests before it executes, in the time of <see cref="TimeProvider"/>. Any number of commands rest at once.</summary>
    /// <value>Default zero.</value>
    public TimeSpan Latency { get; init; }

    /// <summary>The drive's time.</summary>
    /// <value>Default the system's.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>What the drive's own choices follow from.</summary>
    /// <value>Default 0.</value>
    public int Seed { get; init; }

    /// <summary>What goes wrong.</summary>
    /// <value>Default null: nothing.</value>
    public FaultPlan? Faults { get; init; }
}
