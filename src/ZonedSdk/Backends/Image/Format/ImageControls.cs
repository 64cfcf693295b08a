namespace ZonedSdk.Backends.Image.Format;

/// <summary>Negative controls: each switches one rule off, so that a test can show that its checker notices. Nothing but tests sets them.</summary>
[Flags]
internal enum ImageControls
{
    None = 0,

    /// <summary>A flush writes its record before it synchronises the data.</summary>
    MetadataBeforeData = 1 << 0,

    /// <summary>A flush does not ask again whether zones were reset, and replay applies entries of older incarnations.</summary>
    ReplayOlderIncarnations = 1 << 1,

    /// <summary>A flush overwrites records that a checkpoint still needs.</summary>
    OverwriteLiveRecords = 1 << 2,

    /// <summary>A reset ends without a durable record.</summary>
    VolatileReset = 1 << 3,

    /// <summary>A flush ends without synchronising its record.</summary>
    UnsyncedRecord = 1 << 4,

    /// <summary>A writable open writes neither checkpoint nor record of its own.</summary>
    SilentOpen = 1 << 5,
}
