using ZonedSdk.Interop.Uring;

namespace ZonedSdk.Backends.LinuxBlock;

/// <summary>How a zoned block device is opened.</summary>
public sealed record LinuxBlockOptions
{
    /// <summary>Opens for reading and reporting only, and beside others who use the device.</summary>
    /// <value>Default false: nobody else may mount the device or open it exclusively meanwhile.</value>
    public bool IsReadOnly { get; init; }

    /// <summary>Who carries out reads and writes: a ring, up to <see cref="QueueDepth"/> at once, or <see cref="Threads"/> threads. At most one write of a zone is at the device at a time either way.</summary>
    /// <value>Default <see cref="TransferEngine.Auto"/>: a ring where the system has one, threads elsewhere. <see cref="TransferEngine.Ring"/> makes its lack an error.</value>
    public TransferEngine Engine { get; init; } = TransferEngine.Auto;

    /// <summary>How many reads and writes may be at the device at once by a ring; others wait their turn.</summary>
    /// <value>Default 128; 1 to 4096. Each of memory that does not lie as the device wants it takes 64 KiB that do, or as much as the longest transfer has where it is longer than that; so does one that writes what queued up behind another, unless all of
    /// it begins and ends at a page (4096 bytes).</value>
    public int QueueDepth { get; init; } = 128;

    /// <summary>How many reads and writes may be at the device at once without a ring, each on a thread of the drive's own; by a ring they are for what it does not carry out.</summary>
    /// <value>Default 16; 1 to 256. Threads start when they are needed.</value>
    public int Threads { get; init; } = 16;

    /// <summary>The drive's time.</summary>
    /// <value>Default the system's.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Sees every command that goes to the kernel, and may make it fail: <see cref="CommandTrace"/>, <see cref="CommandFaults"/>.</summary>
    /// <value>Default null: at no cost.</value>
    public ICommandProbe? Probe { get; init; }

    internal void Validate()
    {
        if (!Enum.IsDefined(Engine))
        {
            throw new ArgumentOutOfRangeException(nameof(Engine), Engine, $"There is no such {nameof(TransferEngine)}.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(QueueDepth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(QueueDepth, RingOptions.MaxDepth);
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Threads, BackendShape.MaxThreads);
    }
}
