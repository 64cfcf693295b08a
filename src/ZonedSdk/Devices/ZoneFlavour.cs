namespace ZonedSdk;

/// <summary>Which standard's rules a drive follows where ZBC and ZNS differ (close of an empty zone, open of a full one, active limits).</summary>
public enum ZoneFlavour : byte
{
    /// <summary>SCSI Zoned Block Commands and its ATA twin ZAC: host-managed SMR disks. An open limit, no active limit.</summary>
    Zbc = 0,

    /// <summary>NVMe Zoned Namespaces. Open and active limits; invalid transitions are refused.</summary>
    Zns = 1,
}
