namespace ZonedSdk.Analyzers.Protocol;

/// <summary>What a value has from a write pointer.</summary>
internal enum CopyForm
{
    /// <summary>The pointer, or a number computed from it.</summary>
    Value,

    /// <summary>The outcome of a comparison that was made in the region in which the pointer was read.</summary>
    Verdict,

    /// <summary>The outcome of a comparison with a copy whose region was over.</summary>
    StaleVerdict,
}
