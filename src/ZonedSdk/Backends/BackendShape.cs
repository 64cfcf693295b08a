using ZonedSdk.Backends.Faults;
using ZonedSdk.CompilerServices;

namespace ZonedSdk.Backends;

/// <summary>What one drive of a described backend is: known when it is opened, where its table is known when it is compiled.</summary>
public sealed record BackendShape
{
    /// <summary>Most threads of one drive.</summary>
    public const int MaxThreads = 256;

    /// <summary>What this is, for messages: <c>/dev/sdb</c>, <c>/data/cold</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The device's identity.</summary>
    public required DeviceIdentity Identity { get; init; }

    /// <summary>The device's shape.</summary>
    public required Geometry Geometry { get; init; }

    /// <summary>The drive's own limits; those of the table count where they are lower.</summary>
    /// <value>Default: those of the table.</value>
    public Limits? Limits { get; init; }

    /// <summary>Whose transition rules the drive follows.</summary>
    /// <value>Default null: the table's.</value>
    public ZoneFlavour? Flavour { get; init; }

    /// <summary>Where the table has an append, the drive chooses the places of appends; otherwise the runtime assigns them and writes there.</summary>
    /// <value>Default true; means nothing without that row.</value>
    public bool AppendsNatively { get; init; } = true;

    /// <summary>Bytes of a logical block, in which commands may count.</summary>
    /// <value>Default 0: the geometry's block.</value>
    public int LogicalBlockSizeBytes { get; init; }

    /// <summary>Bytes of a sequential zone that can be written, a multiple of the block size; 0 = the zone size. Only where the adapter keeps conditions itself.</summary>
    /// <value>Default 0.</value>
    public long ZoneCapacityBytes { get; init; }

    /// <summary>So many zones from the first one are conventional. Only where the adapter keeps conditions itself.</summary>
    /// <value>Default 0.</value>
    public int ConventionalZones { get; init; }

    /// <summary>What the backend says of itself.</summary>
    /// <value>Default: nothing.</value>
    public BackendDescription Description { get; init; } = BackendDescription.Unknown;

    /// <summary>On which thread commands execute.</summary>
    /// <value>Default <see cref="BackendScheduling.ThreadPool"/>.</value>
    public BackendScheduling Scheduling { get; init; }

    /// <summary>How many transfers execute at once with <see cref="BackendScheduling.Threads"/>, each on a thread that is started when it is needed.</summary>
    /// <value>Default 16; 1 to <see cref="MaxThreads"/>.</value>
    public int Threads { get; init; } = 16;

    /// <summary>The way of transfers through a ring, where the drive has one. <see cref="Scheduling"/> is then for what the ring does not execute.</summary>
    internal RingPath? Ring { get; init; }

    /// <summary>The drive's time.</summary>
    /// <value>Default the system's.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>What goes wrong with commands, as on an emulated drive. Only where the adapter keeps conditions itself; <see cref="Probe"/> goes with every backend.</summary>
    /// <value>Default null: nothing.</value>
    public FaultPlan? Faults { get; init; }

    /// <summary>Sees every command that goes to a <c>Core</c> member, and may make it fail.</summary>
    /// <value>Default null: at no cost.</value>
    public ICommandProbe? Probe { get; init; }
}
