namespace ZonedSdk.Backends.Emulation.Scheduling;

/// <summary>Decides on which thread, and in which order, a drive's works run.</summary>
internal interface IDriveScheduler : IAsyncDisposable
{
    /// <summary>Takes over what was submitted. Called outside every lock, from any thread, also from within a work that runs.</summary>
    void Dispatch(SubmissionStack submitted);
}
