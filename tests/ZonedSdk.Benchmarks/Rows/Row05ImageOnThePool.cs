using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Fio;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>The same with continuations on the thread pool, where a continuation that blocks holds nobody up.</summary>
internal sealed class Row05ImageOnThePool : Row
{
    private static readonly AgainstFio s_pair = new(Depth: 32, IsInline: false, IsBest: true, Megabytes: 256);

    public override string Id => "5";

    public override string Title => "Image, O_DIRECT 4 KiB, QD 32, pool / fio-best";

    public override string? Obstacle(Effort effort) => FioProgram.Obstacle;

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        yield return s_pair.Fresh(effort, Bar.AtLeast("fresh blocks, with the reset", 0.75, 0.95), (ours, fio) => ours.PerSecond / fio.PerSecond);
        yield return s_pair.Over(effort, Bar.AtLeast("overwritten blocks", 0.75, 0.95), (ours, fio) => ours.PerSecond / fio.PerSecond);
    }
}
