namespace ZonedSdk.Analyzers.Flow;

/// <summary>How a required gate and the gates held stand to each other.</summary>
internal enum GateVerdict
{
    /// <summary>Held on every path; or nobody else can be there yet.</summary>
    Held,

    /// <summary>Held on some paths only.</summary>
    SomePaths,

    /// <summary>The same gate of another object is held.</summary>
    OtherInstance,

    /// <summary>Held for reading, where writing needs more.</summary>
    ReadOnly,

    /// <summary>A lock is held whose expression cannot be resolved: it may be the right one.</summary>
    Unresolved,

    /// <summary>Held once, but the path to it may have changed since: nothing is said.</summary>
    Unknown,

    NotHeld,
}
