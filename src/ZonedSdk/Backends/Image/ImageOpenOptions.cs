using ZonedSdk.Backends.Emulation.Scheduling;
using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Backends.Image;

/// <summary>How an image is opened.</summary>
public sealed record ImageOpenOptions
{
    /// <summary>Opens without writing a byte, beside other readers. A damaged journal is then no obstacle: the state before the damage is shown.</summary>
    /// <value>Default false.</value>
    public bool IsReadOnly { get; init; }

    /// <summary>Which way data take between the process and the file: through the page cache, or past it (O_DIRECT).</summary>
    /// <value>
    /// <para>Default <see cref="IoPath.Buffered"/>: a write costs a copy, what was written is read from memory, and a flush writes all of it back.</para>
    /// <para><see cref="IoPath.Direct"/>: a write lasts as long as the medium takes, many of a zone are at it at once, flushes have little left to do, and an error is told to the write that met it. Memory that lies as the file system wants
    /// it is used in its place (<see cref="ZonedDevice.Buffers"/> has such), other memory is copied. Where the file system takes none, or the image's blocks are too small for it, data go through the page cache, and a finding of <see cref="BackendDescription.Findings"/> says so.</para>
    /// </value>
    public IoPath DataPath { get; init; } = IoPath.Buffered;

    /// <summary>Who carries out the reads and writes of data: rings, up to <see cref="QueueDepth"/> at once, or <see cref="WorkerCount"/> threads.</summary>
    /// <value>
    /// <para>Default <see cref="TransferEngine.Auto"/>: a ring where data go past the page cache and the system has one, threads elsewhere.</para>
    /// <para><see cref="TransferEngine.Ring"/> makes its lack an error, and is for data that go past the page cache only: the kernel would hand buffered writes of a ring to workers, which is slower than threads are.</para>
    /// </value>
    public TransferEngine Engine { get; init; } = TransferEngine.Auto;

    /// <summary>How many reads and writes may be at the file at once by all rings together; others wait their turn. Each ring has an equal share; where it does not divide, the first ones have one more.</summary>
    /// <value>Default 128; 1 to 4096. Each of memory that does not lie well takes up to 256 KiB of memory that does.</value>
    public int QueueDepth { get; init; } = 128;

    /// <summary>How many rings carry out the reads and writes of data, each with a thread of its own. A zone goes always by the same ring, and neighbouring zones by different ones.</summary>
    /// <value>
    /// <para>Default 1; 1 to 64, and no more than <see cref="QueueDepth"/>, which they share. More than one where a single thread is not enough for what is done at the end of each transfer, above all with <see cref="ZonedDeviceOptions.InlineContinuations"/>;
    /// each takes a processor under load, so more than there are is of no use.</para>
    /// <para>Where the system gives fewer, those that there are carry all of it, each with its share of the depth, and the finding <c>fewer-rings</c> of <see cref="BackendDescription.Findings"/> says so; with <see cref="TransferEngine.Ring"/> that is an error. Without a ring it means nothing.</para>
    /// </value>
    public int RingCount { get; init; } = 1;

    /// <summary>Threads for the calls that block: by a ring those that make room in the file, without one all reads and writes of data.</summary>
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

    internal void Validate()
    {
        if (DataPath is not (IoPath.Buffered or IoPath.Direct))
        {
            throw new ArgumentOutOfRangeException(nameof(DataPath), DataPath, $"{nameof(DataPath)}: data of a file go by {nameof(IoPath)}.{nameof(IoPath.Buffered)} or {nameof(IoPath)}.{nameof(IoPath.Direct)}.");
        }

        if (!Enum.IsDefined(Engine))
        {
            throw new ArgumentOutOfRangeException(nameof(Engine), Engine, $"There is no such {nameof(TransferEngine)}.");
        }

        RingFindings.Validate(RingCount, QueueDepth);
        ArgumentOutOfRangeException.ThrowIfLessThan(WorkerCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(WorkerCount, DriveWorkers.MaxCount);
    }
}
