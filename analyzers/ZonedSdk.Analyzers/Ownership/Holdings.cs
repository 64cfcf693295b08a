namespace ZonedSdk.Analyzers.Ownership;

/// <summary>What may have become of an owned value, on one path or another.</summary>
[Flags]
internal enum Holdings
{
    None = 0,

    /// <summary>A path comes here on which the value was not made.</summary>
    Absent = 1,

    /// <summary>The task that will give it is not awaited yet.</summary>
    Pending = 2,

    /// <summary>Here, to be disposed or completed.</summary>
    Live = 4,

    Completed = 8,

    Disposed = 16,

    /// <summary>Given to a parameter that takes ownership.</summary>
    Given = 32,

    /// <summary>Returned to the caller.</summary>
    Returned = 64,

    /// <summary>Put into a field or property.</summary>
    Stored = 128,

    /// <summary>Captured by a lambda that may run after the body has ended.</summary>
    Captured = 256,

    /// <summary>It belongs to somebody else, or went where it cannot be followed.</summary>
    Elsewhere = 512,

    /// <summary>It was ended where it might have been ended before: the condition that tells is not understood.</summary>
    Unsure = 1024,

    /// <summary>A null check, or the verdict of the call, says that on this path there is none.</summary>
    Null = 2048,
}
