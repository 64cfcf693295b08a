using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Backends.Image;

/// <summary>How an image is opened.</summary>
public sealed record ImageOpenOptions
{
    /// <summary>Opens without writing a byte, beside other readers. A damaged journal is then no obstacle: the state before the damage is shown.</summary>
    /// <value>Default false.</value>
    public bool IsReadOnly { get; init; }

    /// <summary>Threads that read and write the file.</summary>
    /// <value>Default 4; 1 to 256.</value>
    public int WorkerCount { get; init; } = 4;

    /// <summary>What goes wrong on purpose, to test how an application bears it.</summary>
    /// <value>Default null: nothing.</value>
    public FaultPlan? Faults { get; init; }

    /// <summary>Where time comes from; it bounds the wait for the locks.</summary>
    /// <value>Default <see cref="System.TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where flushes and checkpoints run. A simulator puts a scheduler of its own here.</summary>
    /// <value>Default <see cref="System.Threading.Tasks.TaskScheduler.Default"/>, the thread pool.</value>
    public TaskScheduler Scheduler { get; init; } = TaskScheduler.Default;
}
