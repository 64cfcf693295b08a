namespace ZonedSdk.Descriptors;

/// <summary>The zone model of a drive, as Linux names it in <c>queue/zoned</c>. A ZNS SSD is host-managed.</summary>
public enum ZoneModel
{
    /// <summary>Not said; no volume has it.</summary>
    None = 0,

    /// <summary>Sequential zones take writes at their write pointer only (sequential-write-required).</summary>
    HostManaged = 1,

    /// <summary>Sequential zones have a write pointer, and take writes elsewhere too (sequential-write-preferred).</summary>
    HostAware = 2,
}
