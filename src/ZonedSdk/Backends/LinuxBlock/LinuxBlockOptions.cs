namespace ZonedSdk.Backends.LinuxBlock;

/// <summary>How a zoned block device is opened.</summary>
public sealed record LinuxBlockOptions
{
    /// <summary>Opens for reading and reporting only, and beside others who use the device.</summary>
    /// <value>Default false: nobody else may mount the device or open it exclusively meanwhile.</value>
    public bool IsReadOnly { get; init; }

    /// <summary>Who carries out reads and writes: rings, up to <see cref="QueueDepth"/> at once, or <see cref="Threads"/> threads. At most one write of a zone is at the device at a time either way.</summary>
    /// <value>Default <see cref="TransferEngine.Auto"/>: a ring where the system has one, threads elsewhere. <see cref="TransferEngine.Ring"/> makes its lack an error.</value>
    public TransferEngine Engine { get; init; } = TransferEngine.Auto;

    /// <summary>How many reads and writes may be at the device at once by all rings together; others wait their turn. Each ring has an equal share; where it does not divide, the first ones have one more.</summary>
    /// <value>Default 128; 1 to 4096. Each of memory that does not lie as the device wants it takes 64 KiB that do, or as much as the longest transfer has where it is longer than that; so does one that writes what queued up behind another, unless all of
    /// it begins and ends at a page (4096 bytes).</value>
    public int QueueDepth { get; init; } = 128;

    /// <summary>How many rings carry out reads and writes, each with a thread of its own. A zone goes always by the same ring, and neighbouring zones by different ones.</summary>
    /// <value>
    /// <para>Default 1; 1 to 64, and no more than <see cref="QueueDepth"/>, which they share. More than one where a single thread is not enough for what is done at the end of each transfer, above all with <see cref="ZonedDeviceOptions.InlineContinuations"/>;
    /// each takes a processor under load, so more than there are is of no use.</para>
    /// <para>Where the system gives fewer, those that there are carry all of it, each with its share of the depth, and the finding <c>fewer-rings</c> of <see cref="BackendDescription.Findings"/> says so; with <see cref="TransferEngine.Ring"/> that is an error. Without a ring it means nothing.</para>
    /// </value>
    public int RingCount { get; init; } = 1;

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

        RingFindings.Validate(RingCount, QueueDepth);
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Threads, BackendShape.MaxThreads);
    }
}
