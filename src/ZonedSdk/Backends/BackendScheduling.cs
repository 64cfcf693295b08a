namespace ZonedSdk.Backends;

/// <summary>On which thread a described backend executes its commands, which may block.</summary>
public enum BackendScheduling
{
    /// <summary>On the thread pool, at most one command per processor at once.</summary>
    ThreadPool = 0,

    /// <summary>On the caller's own thread, in the order of submission.</summary>
    Inline = 1,

    /// <summary>On threads of the drive's own (<see cref="BackendShape.Threads"/>): for calls that block for as long as a device takes, of which the thread pool would start too few at once.</summary>
    Threads = 2,
}
