using ZonedSdk.Descriptors;

namespace ZonedSdk.Layouts;

/// <summary>The header of NVMe's zone report. In the extended form entries stand further apart than they are long: enumerate them with that stride.</summary>
[BinaryLayout(64, Endian.Little), Reserved(8, 56), Entries(typeof(NvmeZoneDescriptor), Count = nameof(ZoneCount))]
public readonly ref partial struct NvmeZoneReport
{
    /// <summary>How many zones there are; without the partial-report bit this may be more than the buffer holds.</summary>
    [Field(0, Unit = Unit.Count)] public partial ulong ZoneCount { get; }
}
