namespace ZonedSdk.Descriptors;

/// <summary>The byte order of a layout's numbers.</summary>
public enum Endian
{
    /// <summary>Not said. A layout must say it: ZSDK2005.</summary>
    Unspecified = 0,

    /// <summary>Least significant byte first (NVMe, the zoned image).</summary>
    Little = 1,

    /// <summary>Most significant byte first (SCSI, ZBC, qcow2).</summary>
    Big = 2,

    /// <summary>As the machine has it, as in structures that a kernel shares with its processes.</summary>
    Host = 3,
}
