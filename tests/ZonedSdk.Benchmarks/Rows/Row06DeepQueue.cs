using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Fio;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>128 appends in flight against fio as it comes.</summary>
internal sealed class Row06DeepQueue : Row
{
    private static readonly AgainstFio s_pair = new(Depth: 128, IsInline: true, IsBest: false, Megabytes: 256);

    public override string Id => "6";

    public override string Title => "Image, O_DIRECT 4 KiB, QD 128, inline / fio's defaults";

    public override string? Obstacle(Effort effort) => FioProgram.Obstacle;

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        yield return s_pair.Fresh(effort, Bar.AtLeast("fresh blocks, with the reset", 2, 3), (ours, fio) => ours.PerSecond / fio.PerSecond);
        yield return s_pair.Over(effort, Bar.AtLeast("overwritten blocks", 2, 3), (ours, fio) => ours.PerSecond / fio.PerSecond);
    }
}
