namespace ZonedSdk.Simulation.Simulator;

internal enum OperationKind
{
    Append,
    GatheredAppend,
    Write,
    Read,
    Flush,
    WaitDurable,
    Open,
    Close,
    Finish,
    Reset,
    ForceReset,
    Recover,
    RecoverDevice,
    Lease,
    List,
}

internal enum OutcomeKind
{
    Pending,
    Succeeded,
    Failed,
    Cancelled,

    /// <summary>Refused as a wrong argument or an unsupported operation.</summary>
    Refused,

    /// <summary>An exception that no operation may throw.</summary>
    Unexpected,
}

/// <summary>How an operation ended, as its caller saw it.</summary>
internal sealed record Outcome
{
    public required OutcomeKind Kind { get; init; }

    /// <summary>What a successful append returned; the count of a read.</summary>
    public long Value { get; init; }

    public ZoneError Error { get; init; }

    public long ErrorOffset { get; init; }

    public long? LandedBytes { get; init; }

    public long WritePointer { get; init; }

    public ZoneCondition Condition { get; init; }

    public long Epoch { get; init; }

    public ZoneFailure? RootCause { get; init; }

    public ZoneError Finding { get; init; }

    public string Text { get; init; } = string.Empty;

    public override string ToString() => Kind switch
    {
        OutcomeKind.Succeeded => $"ok {Value}",
        OutcomeKind.Failed => $"{Error} at {ErrorOffset} landed {LandedBytes?.ToString() ?? "?"} wp {WritePointer} {Condition} epoch {Epoch} cause {RootCause?.ToString() ?? "-"} finding {Finding}",
        _ => $"{Kind} {Text}",
    };
}

/// <summary>One call of a client: what was asked, when, and how it ended. Times are positions in the history.</summary>
internal sealed class Operation
{
    public required long Id { get; init; }

    public required OperationKind Kind { get; init; }

    public required string Client { get; init; }

    /// <summary>Zone index, or -1 for the whole device.</summary>
    public required int Zone { get; init; }

    /// <summary>Absolute offset that was asked for; -1 where the runtime assigns it.</summary>
    public long Offset { get; init; } = -1;

    public int Blocks { get; init; }

    /// <summary>Asked to be durable when it ends.</summary>
    public bool IsFlushed { get; init; }

    public long CalledAt { get; set; } = -1;

    public long ReturnedAt { get; set; } = long.MaxValue;

    /// <summary>How often the caller was told; anything but 1 at the end is wrong.</summary>
    public int Ends { get; set; }

    public Outcome Outcome { get; set; } = new() { Kind = OutcomeKind.Pending };

    /// <summary>What a read brought, block by block.</summary>
    public BlockContent[] Content { get; set; } = [];

    public bool IsWrite => Kind is OperationKind.Append or OperationKind.GatheredAppend or OperationKind.Write;

    public bool IsAppend => Kind is OperationKind.Append or OperationKind.GatheredAppend;

    public bool HasSucceeded => Outcome.Kind == OutcomeKind.Succeeded;

    public long LengthBytes => (long)Blocks * Stamp.BlockBytes;

    /// <summary>Where a successful write was told to be.</summary>
    public long ToldOffset => IsAppend ? Outcome.Value : Offset;

    public override string ToString() =>
        $"#{Id} {Client} {Kind} z{Zone}{(Offset >= 0 ? $" @{Offset}" : "")}{(Blocks > 0 ? $" {Blocks}b" : "")}{(IsFlushed ? " flushed" : "")}";
}
