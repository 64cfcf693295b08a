using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Fio;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>One append in flight: no batch hides what an operation takes.</summary>
internal sealed class Row07SingleWriter : Row
{
    private static readonly AgainstFio s_pair = new(Depth: 1, IsInline: true, IsBest: true, Megabytes: 32);

    public override string Id => "7";

    public override string Title => "Image, O_DIRECT 4 KiB, QD 1, inline / fio";

    public override string? Obstacle(Effort effort) => FioProgram.Obstacle;

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        yield return s_pair.Fresh(effort, Bar.AtLeast("fresh blocks, with the reset", 0.9, 1), (ours, fio) => ours.PerSecond / fio.PerSecond);
        yield return s_pair.Over(effort, Bar.AtLeast("overwritten blocks", 0.9, 1), (ours, fio) => ours.PerSecond / fio.PerSecond);
    }
}
