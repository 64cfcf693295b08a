namespace ZonedSdk.Layouts;

/// <summary>The attributes of a zone in an NVMe zone descriptor (Zoned Namespace Command Set, Zone Attributes).</summary>
[Flags]
public enum NvmeZoneAttributes : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>ZFC: the controller finished the zone.</summary>
    FinishedByController = 1 << 0,

    /// <summary>FZR: the controller recommends to finish it.</summary>
    FinishRecommended = 1 << 1,

    /// <summary>RZR: the controller recommends a reset.</summary>
    ResetRecommended = 1 << 2,

    /// <summary>The zone has a random write area.</summary>
    RandomWriteAreaValid = 1 << 3,

    /// <summary>ZDEV: the zone descriptor extension is valid.</summary>
    DescriptorExtensionValid = 1 << 7,
}
