namespace ZonedSdk.Analyzers.Flow;

internal enum BindingStatus
{
    /// <summary>Whether the gates were acquired is not decided yet: the result was not looked at, the task not awaited.</summary>
    Pending,

    /// <summary>The gates were acquired through this value.</summary>
    Active,

    /// <summary>Released again, or never acquired.</summary>
    Over,

    /// <summary>The value only tells whether the gates are held.</summary>
    Told,

    /// <summary>It depends on the path.</summary>
    Mixed,
}
