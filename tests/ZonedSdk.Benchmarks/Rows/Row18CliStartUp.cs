using System.Diagnostics;
using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Drives;
using ZonedSdk.Benchmarks.Load;
using ZonedSdk.Benchmarks.Pairing;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>Start-up of the command line, compiled ahead of time against compiled at run time: the time of a whole run that prints its version, and of one that draws a map.</summary>
internal sealed class Row18CliStartUp : Row
{
    private const string Published = "artifacts/publish/ZonedSdk.Cli/release_linux-x64/zoned";
    private const string Built = "artifacts/bin/ZonedSdk.Cli/release/zoned.dll";

    public override string Id => "18";

    public override string Title => "Start-up of the CLI, JIT / AOT";

    public override bool IsQuiet => true;

    // Of two builds the one might be of a tool that had less in it: the version names the commit.
    public override string? Obstacle(Effort effort)
    {
        const string Needs = "needs the tool both ways, of one commit: dotnet build src/ZonedSdk.Cli -c Release; dotnet publish src/ZonedSdk.Cli -c Release -r linux-x64 -p:CompilesAhead=true";
        if (!File.Exists(Published) || !File.Exists(Built))
        {
            return Needs;
        }

        (string ahead, string jitted) = (Run(Published, "--version").Output.Trim(), Run("dotnet", Built, "--version").Output.Trim());
        return ahead == jitted ? null : $"{Needs} (they say {ahead} and {jitted})";
    }

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        yield return Compare(effort, "zoned --version", "--version");

        // The version is told before anything of Spectre.Console is touched. A map for the terminal, on a drive with next to nothing in it, has all of the tool in it.
        using var image = new ScratchImage(effort.Folder, zoneMegabytes: 1, zones: 8);
        yield return Compare(effort, "zoned watch --count 1", "watch", image.Path, "--count", "1");
    }

    private static Figure Compare(Effort effort, string label, params string[] arguments)
    {
        Interleaved taken = Interleaved.Measure(effort.Pairs + 1, () => Run(Published, arguments).Milliseconds, () => Run("dotnet", [Built, .. arguments]).Milliseconds);
        return new Figure(
            Bar.AtLeast(label, 8, 10),
            taken.Of(figures => figures[1] / figures[0]),
            taken.Rounds,
            $"AOT {taken.MedianOf(0):F1} ms, JIT {taken.MedianOf(1):F1} ms");
    }

    private static (double Milliseconds, string Output) Run(string program, params string[] arguments)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Soundness.Require(process.ExitCode == 0 && output.Length > 0);
        return (Stopwatch.GetElapsedTime(start).TotalMilliseconds, output);
    }
}
