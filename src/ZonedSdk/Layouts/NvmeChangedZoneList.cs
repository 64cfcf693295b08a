using ZonedSdk.Descriptors;

namespace ZonedSdk.Layouts;

/// <summary>The head of NVMe's list of the zones that a controller has changed by itself (Zoned Namespace Command Set Specification, Changed Zone List log page, log identifier BFh).</summary>
[BinaryLayout(8, Endian.Little), Reserved(2, 6), Entries(typeof(NvmeChangedZone), Count = nameof(ZoneCount))]
public readonly ref partial struct NvmeChangedZoneList
{
    /// <summary>Most zones of a list, which is 4,096 bytes long.</summary>
    public const int MaxZones = 511;

    /// <summary>Number of Zone Identifiers: how many follow; FFFFh = more have changed than fit, and none follow.</summary>
    [Field(0, Unit = Unit.Count)] public partial ushort ZoneCount { get; }
}
