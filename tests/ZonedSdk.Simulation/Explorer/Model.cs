using ZonedSdk.Zones;

namespace ZonedSdk.Simulation.Explorer;

/// <summary>How the modelled drive treats commands.</summary>
internal enum DriveKind
{
    /// <summary>Refuses what is not at its write pointer, executes in the order of submission, completes in any order.</summary>
    EnforcingInOrder,

    /// <summary>Refuses what is not at its write pointer; commands overtake each other on the way to it.</summary>
    EnforcingAnyOrder,

    /// <summary>Takes data at any place and in any order, moves its pointer over the contiguous prefix and acknowledges in order, as an image file does.</summary>
    Emulated,

    /// <summary>Takes data at any place and in any order, and its pointer is the highest end that was written: a zone that only prefers sequential writes.</summary>
    HostAware,
}

/// <summary>A switch that takes one rule of the protocol away. Each must lead to a violation; otherwise the explorer proves nothing.</summary>
internal enum Control
{
    None,

    /// <summary>A failed write is reported at once and writing goes on, whatever is still in flight.</summary>
    NoDrain,

    /// <summary>Admission closes and everything drains, but the report was taken before the drain.</summary>
    ReportBeforeDrain,

    /// <summary>The offset is assigned under the lock, the hand-over follows outside it.</summary>
    LateHandOver,

    /// <summary>The write pointer moves when a write has completed.</summary>
    AdvanceAtCompletion,

    /// <summary>A zone with a command that may still execute is reset all the same.</summary>
    ResetWithZombie,

    /// <summary>The image makes the write pointer durable before the data below it.</summary>
    MetadataBeforeData,

    /// <summary>A flush does not look whether the zone was reset while it ran.</summary>
    FlushRacesReset,

    /// <summary>In a host-aware zone the pointer follows the last write, also when that goes over older data.</summary>
    PointerFollowsLastWrite,

    /// <summary>A report below what callers were told is believed without a word.</summary>
    LossUnnoticed,

    /// <summary>A report above everything submitted is believed without a word.</summary>
    ForeignWriterUnnoticed,

    /// <summary>An append is told the bytes that were reserved for it instead of the place that the drive chose.</summary>
    ReservedPlaceTold,

    /// <summary>After a power cut the runtime goes on with what it remembers of the last zone.</summary>
    RemembersOverPowerCut,
}

/// <summary>What may happen a limited number of times in one run.</summary>
internal enum Budget
{
    Fault,
    Timeout,
    Deadline,
    Crash,
    Flush,
    ReportFailure,
    Reset,
    Finish,
    Open,
    Close,
    Recover,
    Withdraw,
    Read,
    Lease,
    DeviceFull,
    DeviceReadOnly,
    DeviceOffline,
    DeviceLoss,

    /// <summary>Somebody else writes one block at the drive's pointer.</summary>
    Foreign,

    /// <summary>A report says something else than the drive has.</summary>
    ReportLie,
}

/// <summary>One configuration: what there is, and how often each thing may happen. All states that this can reach are visited.</summary>
internal sealed record Model
{
    public required string Name { get; init; }

    public DriveKind Drive { get; init; }

    public ZoneType Type => Drive == DriveKind.HostAware ? ZoneType.SequentialWritePreferred : ZoneType.SequentialWriteRequired;

    public bool EnforcesOrder { get; init; }

    /// <summary>So many appends of a zone are at the drive at once, which chooses their places; 0 = the runtime assigns them.</summary>
    public int NativeAppends { get; init; }

    public int Zones { get; init; } = 1;

    /// <summary>Blocks per zone; a block is one byte here.</summary>
    public int Capacity { get; init; } = 4;

    public int MaxTransfer { get; init; } = 3;

    /// <summary>What each client does: appends, or writes at the pointer that it believes in.</summary>
    public RequestOperation[] Clients { get; init; } = [RequestOperation.Append, RequestOperation.Write];

    public int WritesPerClient { get; init; } = 4;

    public int WriteLength { get; init; } = 1;

    /// <summary>How many writes a client has outstanding at once.</summary>
    public int Window { get; init; } = 2;

    public bool NoWait { get; init; }

    public bool ForceReset { get; init; }

    public int MaxOpen { get; init; }

    public int MaxActive { get; init; }

    public bool ClosesImplicitly { get; init; }

    public ZoneErrorPolicy Policy { get; init; }

    public Control Control { get; init; }

    public (Budget Kind, int Count)[] Budgets { get; init; } = [];

    public override string ToString() => Name;
}
