namespace ZonedSdk.Analyzers.Flow;

/// <summary>How a call tells whether, and when, it acquired.</summary>
internal enum LockResult
{
    /// <summary>When it returns, the gate is held.</summary>
    Immediate,

    /// <summary>It returns true if it acquired.</summary>
    Bool,

    /// <summary>It sets a <c>ref bool</c> once it has acquired, and always acquires when it returns.</summary>
    FlagAlways,

    /// <summary>It sets a <c>ref bool</c> to whether it acquired.</summary>
    FlagMaybe,

    /// <summary>It returns a value that holds the gate until it is disposed.</summary>
    Guard,

    /// <summary>Its task, awaited, has acquired.</summary>
    Task,

    /// <summary>Its task gives true if it acquired.</summary>
    BoolTask,

    /// <summary>Its task gives a guard.</summary>
    GuardTask,

    /// <summary>A guard comes in an <c>out</c> argument; the bool result says whether it holds the gate, where there is one.</summary>
    OutGuard,
}
