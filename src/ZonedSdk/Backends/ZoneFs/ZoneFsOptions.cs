namespace ZonedSdk.Backends.ZoneFs;

/// <summary>How a mount of zonefs is opened.</summary>
public sealed record ZoneFsOptions
{
    /// <summary>Opens for reading and reporting only, and beside others who use the mount.</summary>
    /// <value>Default false: no other process can open the mount for writing through this library meanwhile.</value>
    public bool IsReadOnly { get; init; }

    /// <summary>How many transfers may be at the device at once, each on a thread of the drive's own: one write per zone, and reads.</summary>
    /// <value>Default 16; 1 to 256. Threads start when they are needed.</value>
    public int Threads { get; init; } = 16;

    /// <summary>The drive's time.</summary>
    /// <value>Default the system's.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Sees every command that goes to the kernel, and may make it fail: <see cref="CommandTrace"/>, <see cref="CommandFaults"/>.</summary>
    /// <value>Default null: at no cost.</value>
    public ICommandProbe? Probe { get; init; }
}
