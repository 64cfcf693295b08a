using ZonedSdk.Benchmarks.Bars;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>Appends to a zoned block device of Linux against fio's.</summary>
internal sealed class Row21ZonedBlockDevice : Row
{
    public override string Id => "21";

    public override string Title => "Zoned block device: 8 zones, QD 8 / fio zonemode=zbd";

    public override string? Obstacle(Effort effort) => "needs a zoned block device: in a guest, with tests/ZonedSdk.KernelTests";

    public override IEnumerable<Figure> Measure(Effort effort) => [];
}
