namespace ZonedSdk.Layouts;

/// <summary>The type of a zone in an NVMe zone descriptor (Zoned Namespace Command Set, Zone Type).</summary>
public enum NvmeZoneType : byte
{
    /// <summary>Writes only at the write pointer.</summary>
    SequentialWriteRequired = 2,
}
