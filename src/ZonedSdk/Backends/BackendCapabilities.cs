namespace ZonedSdk.Backends;

/// <summary>How a backend behaves where drives differ; the runtime adapts to it.</summary>
public sealed record BackendCapabilities
{
    /// <summary>The drive refuses a write that is not at its own write pointer, and commands may overtake each other on the way to it. The runtime then keeps one command per zone outstanding and coalesces what queues up behind it. Default false: many commands of a zone in flight at once.</summary>
    public bool EnforcesOrder { get; init; }

    /// <summary>Writes of a zone complete in the order of submission, and every write behind a failed one fails too. Default false.</summary>
    public bool CompletesInOrder { get; init; }

    /// <summary>The drive takes appends whose places it chooses and tells. The runtime then hands many of a zone over at once, as <see cref="ZoneRequestKind.Append"/>, and never beside a write. Counts only with <see cref="EnforcesOrder"/>. Default false: an append is a write whose offset the runtime assigns.</summary>
    public bool AppendsNatively { get; init; }

    /// <summary>At the open limit the drive closes an implicitly open zone by itself, so the runtime does not. Default false.</summary>
    public bool ClosesImplicitly { get; init; }

    /// <summary>After a failed flush nothing short of reopening brings the device back (an image file). Default false.</summary>
    public bool FlushFailureIsFinal { get; init; }

    /// <summary>Which standard's transition rules the drive follows. Default ZBC.</summary>
    public ZoneFlavour Flavour { get; init; }
}
