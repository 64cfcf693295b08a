namespace ZonedSdk.Descriptors;

/// <summary>How closely a device must be what a volume describes.</summary>
public enum VolumeFit
{
    /// <summary>It is the described drive: zone by zone and figure by figure, with limits that are no lower.</summary>
    Exact = 0,

    /// <summary>It has room for the volume's regions. Zone size and capacity, number of zones, block size, limits, model and flavour are the device's own; the described drive is the one that the twin is.</summary>
    Regions = 1,
}
