namespace ZonedSdk.Interop.Uring;

/// <summary>IORING_OP_* of include/uapi/linux/io_uring.h, as far as they are used.</summary>
internal enum RingOpcode : byte
{
    Nothing = 0,

    /// <summary>A write from several stretches of memory.</summary>
    WriteVector = 2,

    /// <summary>A read to memory that the kernel holds.</summary>
    ReadRegistered = 4,

    /// <summary>A write from there.</summary>
    WriteRegistered = 5,

    Cancel = 14,
    Read = 22,
    Write = 23,

    /// <summary>A command to the driver of a file; which one says the entry (5.19).</summary>
    DeviceCommand = 46,
}
