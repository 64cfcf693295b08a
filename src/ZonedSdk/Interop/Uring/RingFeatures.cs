namespace ZonedSdk.Interop.Uring;

/// <summary>IORING_FEAT_* of include/uapi/linux/io_uring.h, as far as they are relied upon. Every kernel that can make a disabled ring has them.</summary>
[Flags]
internal enum RingFeatures : uint
{
    None = 0,

    /// <summary>Both queues are in one mapping.</summary>
    SingleMapping = 1 << 0,

    /// <summary>Completions for which the queue has no room are kept until it has.</summary>
    NoDrop = 1 << 1,

    /// <summary>What an entry points to beside data is read before the call that hands it over returns.</summary>
    SubmitStable = 1 << 2,

    /// <summary>Files and memory are registered and let go beside operations that run, and the kernel may tell when they are (5.13). Not needed.</summary>
    Tags = 1 << 10,

    Needed = SingleMapping | NoDrop | SubmitStable,
}
