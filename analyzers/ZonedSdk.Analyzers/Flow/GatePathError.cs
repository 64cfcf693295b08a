namespace ZonedSdk.Analyzers.Flow;

internal enum GatePathError
{
    None,

    /// <summary>A segment names nothing.</summary>
    NotFound,

    /// <summary>The path ends at something that cannot be locked.</summary>
    NotALock,

    /// <summary>A segment can be assigned again, so that two holders may hold two different gates.</summary>
    NotReadonly,
}
