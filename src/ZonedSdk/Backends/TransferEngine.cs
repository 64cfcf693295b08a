namespace ZonedSdk.Backends;

/// <summary>Who carries out a drive's reads and writes.</summary>
public enum TransferEngine
{
    /// <summary>A ring where it is of use and the system has one, threads elsewhere. A finding of <see cref="BackendDescription.Findings"/> says why there is no ring where one was expected.</summary>
    Auto = 0,

    /// <summary>io_uring (Linux 5.10 and later): many at once, without a thread for each.</summary>
    Ring = 1,

    /// <summary>Calls that block, each on a thread that waits for it.</summary>
    Threads = 2,
}
