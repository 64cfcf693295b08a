namespace ZonedSdk.KernelTests.Devices;

/// <summary>What a <see cref="DmFlakey"/> does with writes.</summary>
internal enum FlakeyFault
{
    /// <summary>Passes them on.</summary>
    None,

    /// <summary>Fails them, and flushes too; they do not reach the device below, whose write pointer stays.</summary>
    ErrorWrites,

    /// <summary>Acknowledges them and forgets them: lost writes. The write pointer below stays.</summary>
    DropWrites,
}

/// <summary>dm-flakey: a device that fails or forgets writes from one moment to the next.</summary>
internal sealed class DmFlakey : DeviceMapper
{
    private readonly BlockDevice _lower;

    /// <summary>Makes a device that passes everything on to another one.</summary>
    public DmFlakey(BlockDevice lower)
        : base(Table(lower, FlakeyFault.None)) => _lower = lower;

    /// <summary>Changes what it does with writes from now on.</summary>
    public void SetFault(FlakeyFault fault) => Load(Table(_lower, fault));

    // The target changes by the clock between seconds in which it works and seconds in which it does not; one of the two is left out.
    private static string Table(BlockDevice lower, FlakeyFault fault) => $"{Extent(lower.SizeBytes)} flakey {lower.NodePath} 0 " + fault switch
    {
        FlakeyFault.None => "3600 0",
        FlakeyFault.ErrorWrites => "0 3600 1 error_writes",
        FlakeyFault.DropWrites => "0 3600 1 drop_writes",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "It is none of the faults."),
    };
}
