using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Fio;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>The ring and the runtime over a device that takes no time, continuations on the ring's thread.</summary>
internal sealed class Row08NullDeviceInline : Row
{
    public override string Id => "8";

    public override string Title => "/dev/null, QD 32, inline / fio-best";

    public override string? Obstacle(Effort effort) => FioProgram.Obstacle;

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        yield return NullDevice.Compare(effort, Bar.AtLeast("throughput", 1.1, 1.5), isInline: true);
    }
}
