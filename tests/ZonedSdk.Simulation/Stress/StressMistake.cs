namespace ZonedSdk.Simulation.Stress;

/// <summary>A mistake that is put into the drive or into what the runtime tells. Each must be noticed by the check that is meant for it; a check that notices none is no check.</summary>
internal enum StressMistake
{
    None,

    /// <summary>An append is told the offset of the block behind its own.</summary>
    WrongOffsetTold,

    /// <summary>The drive moves the pointer over a write and stores nothing.</summary>
    WriteDropped,

    /// <summary>The drive says that a write of a conventional zone is done, and stores nothing.</summary>
    OverwriteDropped,

    /// <summary>A buffer is used again before its write has ended.</summary>
    BufferReusedEarly,

    /// <summary>A command never comes back, and no deadline ends the wait for it.</summary>
    CommandLost,

    /// <summary>A zone is reset under the lease of a reader.</summary>
    LeaseIgnored,

    /// <summary>Somebody else writes to a zone.</summary>
    ForeignWriter,

    /// <summary>The drive loses what it has acknowledged, without a failed flush.</summary>
    DataLost,

    /// <summary>The runtime's write pointer is not the drive's when all is at rest.</summary>
    PointerMoved,

    /// <summary>Resources of the drive are taken and never given back.</summary>
    ResourceLeaked,

    /// <summary>Somebody else has written behind the pointer after the device was closed.</summary>
    GarbageLeft,

    /// <summary>A flush says that all is well and does nothing; then the power goes.</summary>
    FlushLies,

    /// <summary>The flush that closing makes says that all is well and does nothing.</summary>
    LastFlushLies,

    /// <summary>After a flush the durable write pointer stands a block below what was acknowledged before it.</summary>
    DurablePointerBehind,

    /// <summary>A flush after a failed one is told as a success.</summary>
    FlushForgiven,

    /// <summary>A recovery names bytes as lost that a flush had covered.</summary>
    LossNamedTooLarge,
}
