using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Fio;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>32 appends of 4 KiB in flight on an image, continuations inline, against the best that fio can do.</summary>
internal sealed class Row04ImageAgainstFio : Row
{
    private static readonly AgainstFio s_pair = new(Depth: 32, IsInline: true, IsBest: true, Megabytes: 256);

    public override string Id => "4";

    public override string Title => "Image, O_DIRECT 4 KiB, QD 32, inline / fio-best";

    public override string? Obstacle(Effort effort) => FioProgram.Obstacle;

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        yield return s_pair.Fresh(effort, Bar.AtLeast("fresh blocks, with the reset", 0.9, 1.05), (ours, fio) => ours.PerSecond / fio.PerSecond);
        yield return s_pair.Over(effort, Bar.AtLeast("overwritten blocks", 0.9, 1.05), (ours, fio) => ours.PerSecond / fio.PerSecond);
    }
}
