namespace ZonedSdk.Descriptors;

/// <summary>The partial class is a volume: a drive of this shape, divided into regions that only have their legal operations.</summary>
/// <remarks>
/// Without <see cref="ZoneRegionAttribute"/> a volume has one region <c>Sequential</c>, and before it, where
/// <see cref="ConventionalZones"/> says so, a region <c>Conventional</c>.
/// </remarks>
/// <example>
/// <code>
/// using static ZonedSdk.ByteUnits;
///
/// [ZonedVolume(ZoneModel.HostManaged, ZoneSize = 256 * MiB, ZoneCount = 4096, LogicalBlockSize = 4096, MaxOpenZones = 128)]
/// [ZoneRegion("Superblock", ZoneCount = 2, Type = ZoneType.Conventional)]
/// [ZoneRegion("Data", ZoneCount = Rest, MaxOpen = 32, Write = WriteMode.Append)]
/// public sealed partial class ArchiveVolume;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ZonedVolumeAttribute : Attribute
{
    /// <summary>A volume whose figures stand in a file: <see cref="FromFile"/>.</summary>
    public ZonedVolumeAttribute()
    {
    }

    /// <summary>A volume whose figures stand here.</summary>
    /// <param name="model">The drive's zone model.</param>
    public ZonedVolumeAttribute(ZoneModel model) => Model = model;

    /// <summary>The drive's zone model.</summary>
    public ZoneModel Model { get; }

    /// <summary>A JSON file among the project's additional files, by its name or the end of its path; the package's props list <c>**/*.zoned.json</c> and the drives of the catalogue. Nothing else is said here then but <see cref="Target"/>, <see cref="Fit"/> and the regions.</summary>
    /// <value>Default: none.</value>
    public string? FromFile { get; set; }

    /// <summary>Distance between zone starts in bytes, a multiple of the block.</summary>
    public long ZoneSize { get; set; }

    /// <summary>Bytes of a sequential zone that can be written.</summary>
    /// <value>Default: the zone size.</value>
    public long ZoneCapacity { get; set; }

    /// <summary>Number of zones.</summary>
    public int ZoneCount { get; set; }

    /// <summary>Bytes of a logical block: a power of two, 512 to 65,536.</summary>
    public int LogicalBlockSize { get; set; }

    /// <summary>Bytes of the smallest write where that is more than a logical block, as on disks with logical blocks of 512 bytes and physical ones of 4,096.</summary>
    /// <value>Default: the logical block.</value>
    public int WriteGranularity { get; set; }

    /// <summary>So many zones from the first one are conventional; only where no regions are described.</summary>
    /// <value>Default 0.</value>
    public int ConventionalZones { get; set; }

    /// <summary>Most zones open at once.</summary>
    /// <value>Default 0: no limit.</value>
    public int MaxOpenZones { get; set; }

    /// <summary>Most zones active (open or closed) at once.</summary>
    /// <value>Default 0: no limit.</value>
    public int MaxActiveZones { get; set; }

    /// <summary>Bytes that one append may have.</summary>
    /// <value>Default: what the device takes.</value>
    public long MaxAppendSize { get; set; }

    /// <summary>Whose transition rules the drive follows.</summary>
    /// <value>Default ZBC.</value>
    public ZoneFlavour Flavour { get; set; }

    /// <summary>What the volume is meant to stand on.</summary>
    /// <value>Default <see cref="VolumeTarget.Linux"/>.</value>
    public VolumeTarget Target { get; set; }

    /// <summary>How closely a device must be what is described.</summary>
    /// <value>Default <see cref="VolumeFit.Exact"/>.</value>
    public VolumeFit Fit { get; set; }

    /// <summary>What the device's identity looks like; <c>*</c> stands for any text, <c>?</c> for one character. Emulated drives are not asked.</summary>
    /// <value>Default: anything.</value>
    public string? SerialPattern { get; set; }
}
