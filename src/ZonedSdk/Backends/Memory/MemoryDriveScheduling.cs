namespace ZonedSdk.Backends.Memory;

/// <summary>On which thread a memory drive executes commands.</summary>
public enum MemoryDriveScheduling
{
    /// <summary>On the submitter's own thread, those of a zone in the order of submission. The fastest, and deterministic while one thread submits.</summary>
    Inline = 0,

    /// <summary>On the thread pool: commands overtake each other.</summary>
    ThreadPool = 1,

    /// <summary>On threads of the drive's own (<see cref="MemoryDriveOptions.WorkerCount"/>): commands overtake each other.</summary>
    Workers = 2,

    /// <summary>Not at all until somebody picks the next step: <see cref="MemoryDrive.StepCount"/>, <see cref="MemoryDrive.Step"/>.</summary>
    Stepped = 3,
}
