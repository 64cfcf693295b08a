namespace ZonedSdk.Interop.Uring;

/// <summary>IORING_SETUP_* of include/uapi/linux/io_uring.h, as far as they are used.</summary>
[Flags]
internal enum RingSetup : uint
{
    None = 0,

    /// <summary>The length of the completion queue is given.</summary>
    CompletionQueueSize = 1 << 3,

    /// <summary>Nothing is taken until the ring is enabled (5.10): its thread does that, and is the one issuer from then on.</summary>
    Disabled = 1 << 6,

    /// <summary>An entry that is refused does not keep back those behind it (5.18).</summary>
    SubmitAll = 1 << 7,

    /// <summary>Entries of 128 bytes (5.19).</summary>
    LargeEntries = 1 << 10,

    /// <summary>Completions of 32 bytes (5.19).</summary>
    LargeCompletions = 1 << 11,

    /// <summary>One thread submits (6.0).</summary>
    SingleIssuer = 1 << 12,

    /// <summary>What the kernel has left to do for a completion it does when that thread asks for completions, and never in between (6.1).</summary>
    DeferTaskWork = 1 << 13,
}
