using System.Diagnostics;
using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Load;
using ZonedSdk.Benchmarks.Pairing;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>Start-up of the command line, compiled ahead of time against compiled at run time: the time of a whole run that prints its version.</summary>
internal sealed class Row18CliStartUp : Row
{
    private const string Published = "artifacts/publish/ZonedSdk.Cli/release_linux-x64/zoned";
    private const string Built = "artifacts/bin/ZonedSdk.Cli/release/zoned.dll";

    public override string Id => "18";

    public override string Title => "Start-up of the CLI, JIT / AOT";

    public override bool IsQuiet => true;

    public override string? Obstacle(Effort effort) => File.Exists(Published) && File.Exists(Built)
        ? null
        : "needs the tool both ways: dotnet build src/ZonedSdk.Cli -c Release; dotnet publish src/ZonedSdk.Cli -c Release -r linux-x64 -p:CompilesAhead=true";

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        Interleaved taken = Interleaved.Measure(effort.Pairs + 1, () => Run(Published), () => Run("dotnet", Built));
        yield return new Figure(
            Bar.AtLeast("zoned --version", 8, 10),
            taken.Of(figures => figures[1] / figures[0]),
            taken.Rounds,
            $"AOT {taken.MedianOf(0):F1} ms, JIT {taken.MedianOf(1):F1} ms");
    }

    private static double Run(string program, params string[] arguments)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(new ProcessStartInfo(program, [.. arguments, "--version"]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        string version = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Soundness.Require(process.ExitCode == 0 && version.Length > 0);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
