using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Fio;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>Processor time of a write, of the process and of the kernel for it.</summary>
internal sealed class Row10CpuPerOperation : Row
{
    private static readonly AgainstFio s_pair = new(Depth: 32, IsInline: true, IsBest: true, Megabytes: 256);

    public override string Id => "10";

    public override string Title => "Image, O_DIRECT 4 KiB, QD 32, inline: CPU per operation / fio-best";

    public override string? Obstacle(Effort effort) => FioProgram.Obstacle;

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        yield return s_pair.Fresh(effort, Bar.AtMost("fresh blocks, with the reset", 1, 0.85), (ours, fio) => ours.CpuMicrosecondsEach / fio.CpuMicrosecondsEach);
        yield return s_pair.Over(effort, Bar.AtMost("overwritten blocks", 1, 0.85), (ours, fio) => ours.CpuMicrosecondsEach / fio.CpuMicrosecondsEach);
    }
}
