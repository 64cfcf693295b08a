namespace ZonedSdk.Interop.Uring;

/// <summary>IOSQE_* of include/uapi/linux/io_uring.h, as far as they are used.</summary>
[Flags]
internal enum EntryFlags : byte
{
    None = 0,

    /// <summary>The entry's file is a registered one.</summary>
    RegisteredFile = 1 << 0,

    /// <summary>A worker of the kernel's executes the entry from the start, as if it had been found to block.</summary>
    Worker = 1 << 4,
}
