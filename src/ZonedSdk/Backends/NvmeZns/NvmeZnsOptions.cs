namespace ZonedSdk.Backends.NvmeZns;

/// <summary>How an NVMe zoned namespace is opened for commands past the block layer.</summary>
public sealed record NvmeZnsOptions
{
    /// <summary>Opens for reading and reporting only, and beside others who use the namespace.</summary>
    /// <value>Default false: the namespace's block device is held exclusively, so that nobody mounts it or stands on it meanwhile.</value>
    public bool IsReadOnly { get; init; }

    /// <summary>The drive chooses the places of appends (Zone Append), and takes many of a zone at once, each up to the limit that it has for them (ZASL). Otherwise an append is a write at the write pointer, one command of a zone at a time.</summary>
    /// <value>Default true.</value>
    public bool AppendsNatively { get; init; } = true;

    /// <summary>How reads, writes and appends reach the drive.</summary>
    /// <value>Default <see cref="NvmeCommandPath.Auto"/>: by a ring where the system has one for it. <see cref="NvmeCommandPath.Ring"/> makes its lack an error.</value>
    public NvmeCommandPath CommandPath { get; init; } = NvmeCommandPath.Auto;

    /// <summary>How many transfers may be at the drive at once by all rings together; others wait their turn. Each ring has an equal share; where it does not divide, the first ones have one more.</summary>
    /// <value>Default 128; 1 to 4096. Each that writes what queued up behind another takes as much memory as one transfer can have.</value>
    public int QueueDepth { get; init; } = 128;

    /// <summary>How many rings carry out reads, writes and appends, each with a thread of its own. A zone goes always by the same ring, and neighbouring zones by different ones.</summary>
    /// <value>
    /// <para>Default 1; 1 to 64, and no more than <see cref="QueueDepth"/>, which they share. More than one where a single thread is not enough for what is done at the end of each transfer, above all with <see cref="ZonedDeviceOptions.InlineContinuations"/>;
    /// each takes a processor under load, so more than there are is of no use.</para>
    /// <para>Where the system gives fewer, those that there are carry all of it, each with its share of the depth, and the finding <c>fewer-rings</c> of <see cref="BackendDescription.Findings"/> says so; with <see cref="NvmeCommandPath.Ring"/> that is an error. Without a ring it means nothing.</para>
    /// </value>
    public int RingCount { get; init; } = 1;

    /// <summary>How many transfers may be at the drive at once by control calls, each on a thread of the drive's own.</summary>
    /// <value>Default 16; 1 to 256. Threads start when they are needed.</value>
    public int Threads { get; init; } = 16;

    /// <summary>The drive's time.</summary>
    /// <value>Default the system's.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Sees every command that goes to the drive, and may make it fail: <see cref="CommandTrace"/>, <see cref="CommandFaults"/>.</summary>
    /// <value>Default null: at no cost.</value>
    public ICommandProbe? Probe { get; init; }

    internal void Validate()
    {
        if (!Enum.IsDefined(CommandPath))
        {
            throw new ArgumentOutOfRangeException(nameof(CommandPath), CommandPath, $"There is no such {nameof(NvmeCommandPath)}.");
        }

        RingFindings.Validate(RingCount, QueueDepth);
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Threads, BackendShape.MaxThreads);
    }
}
