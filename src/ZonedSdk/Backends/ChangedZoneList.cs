namespace ZonedSdk.Backends;

/// <summary>Which zones a drive has changed by itself since it was asked before.</summary>
public sealed record ChangedZoneList
{
    /// <summary>How the command ended. Where it failed, the list says nothing.</summary>
    public required BackendResult Result { get; init; }

    /// <summary>The zones, by their index, in any order.</summary>
    /// <value>Default empty.</value>
    public IReadOnlyList<int> Zones { get; init; } = [];

    /// <summary>There were more than the drive could keep, or its list makes no sense: any zone may have changed.</summary>
    /// <value>Default false.</value>
    public bool IsIncomplete { get; init; }
}
