namespace ZonedSdk;

/// <summary>Byte quantities for descriptors and options, meant for <c>using static ZonedSdk.ByteUnits;</c>. Binary units, as zones are sized in them.</summary>
public static class ByteUnits
{
    /// <summary>1,024 bytes.</summary>
    public const long KiB = 1L << 10;

    /// <summary>1,048,576 bytes.</summary>
    public const long MiB = 1L << 20;

    /// <summary>1,073,741,824 bytes.</summary>
    public const long GiB = 1L << 30;

    /// <summary>1,099,511,627,776 bytes.</summary>
    public const long TiB = 1L << 40;

    /// <summary>As a region's zone count: all zones that no other region takes. It stands here so that a descriptor needs one <c>using static</c>.</summary>
    public const int Rest = -1;

    /// <summary>As a region's zone count: the drive's conventional zones that no other region takes; there may be none.</summary>
    public const int RestConventional = -2;
}
