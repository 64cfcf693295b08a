namespace ZonedSdk.Analyzers.Protocol;

/// <summary>When the I/O that a call issues is complete.</summary>
internal enum IoMoment
{
    /// <summary>The member issues none.</summary>
    None,

    AtReturn,
    WhenAwaited,

    /// <summary>By a callback: the member only submits.</summary>
    Later,
}
