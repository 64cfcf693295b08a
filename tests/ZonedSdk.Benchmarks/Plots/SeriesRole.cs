namespace ZonedSdk.Benchmarks.Plots;

/// <summary>Whose figures a line shows: the same colour in every chart.</summary>
internal enum SeriesRole
{
    /// <summary>This library, continuations inline.</summary>
    Inline,

    /// <summary>This library, continuations on the pool.</summary>
    Pool,

    /// <summary>The lock held across the write.</summary>
    Held,

    /// <summary>fio, or what the drive itself could do.</summary>
    Other,
}
