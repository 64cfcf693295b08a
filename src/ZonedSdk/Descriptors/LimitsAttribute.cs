namespace ZonedSdk.Descriptors;

/// <summary>What every drive of this kind can take at most; a drive's own limits count where they are lower.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LimitsAttribute : Attribute
{
    /// <summary>Most bytes in one transfer, a multiple of 512; the adapter splits what is longer.</summary>
    /// <value>Default 1 MiB.</value>
    public long MaxTransferBytes { get; set; }

    /// <summary>Most bytes in one append, a multiple of 512, at most <see cref="MaxTransferBytes"/>.</summary>
    /// <value>Default: <see cref="MaxTransferBytes"/>.</value>
    public long MaxAppendBytes { get; set; }

    /// <summary>Most zones open at once.</summary>
    /// <value>Default 0: no limit.</value>
    public int MaxOpenZones { get; set; }

    /// <summary>Most zones active (open or closed) at once.</summary>
    /// <value>Default 0: no limit.</value>
    public int MaxActiveZones { get; set; }
}
