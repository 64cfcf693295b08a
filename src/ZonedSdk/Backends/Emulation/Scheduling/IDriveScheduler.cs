namespace ZonedSdk.Backends.Emulation.Scheduling;

/// <summary>Decides on which thread, and in which order, a drive's works run.</summary>
internal interface IDriveScheduler : IAsyncDisposable
{
    /// <summary>Into how many lanes what is submitted is divided, a power of two: more than one only where works of different zones need no common order.</summary>
    int Lanes => 1;

    /// <summary>Takes over what was submitted. Called outside every lock, from any thread, also from within a work that runs.</summary>
    /// <param name="submitted">Where it is.</param>
    /// <param name="lanes">In which of its lanes, a bit for each.</param>
    void Dispatch(SubmissionStack submitted, ulong lanes);
}
