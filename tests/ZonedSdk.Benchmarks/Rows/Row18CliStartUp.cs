using ZonedSdk.Benchmarks.Bars;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>Start-up of the command line, compiled ahead of time against compiled at run time.</summary>
internal sealed class Row18CliStartUp : Row
{
    public override string Id => "18";

    public override string Title => "Start-up of the CLI, AOT / JIT";

    public override string? Obstacle(Effort effort) => "there is no command line yet";

    public override IEnumerable<Figure> Measure(Effort effort) => [];
}
