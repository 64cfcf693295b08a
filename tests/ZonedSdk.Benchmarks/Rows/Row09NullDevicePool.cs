using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Fio;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>The ring and the runtime over a device that takes no time, continuations on the thread pool.</summary>
internal sealed class Row09NullDevicePool : Row
{
    public override string Id => "9";

    public override string Title => "/dev/null, QD 32, pool / fio-best";

    public override string? Obstacle(Effort effort) => FioProgram.Obstacle;

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        yield return NullDevice.Compare(effort, Bar.AtLeast("throughput", 0.6, 1), isInline: false);
    }
}
