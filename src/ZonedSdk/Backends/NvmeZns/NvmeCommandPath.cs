namespace ZonedSdk.Backends.NvmeZns;

/// <summary>How reads, writes and appends reach a namespace past the block layer. Reports, management and flushes are control calls in any case.</summary>
public enum NvmeCommandPath
{
    /// <summary>By a ring where the system has one for it, otherwise by control calls; <see cref="NvmeZnsDrive.CommandPath"/> tells which, and a finding of <see cref="BackendDescription.Findings"/> why not by a ring.</summary>
    Auto = 0,

    /// <summary>By io_uring (Linux 5.19 and later, character devices only): many at once without a thread for each.</summary>
    Ring = 1,

    /// <summary>By control calls (ioctl), each on a thread that waits for it.</summary>
    Ioctl = 2,
}
