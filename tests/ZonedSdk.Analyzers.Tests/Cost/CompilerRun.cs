using System.Diagnostics;
using System.Globalization;

namespace ZonedSdk.Analyzers.Tests.Cost;

/// <summary>One compilation by a new process of the compiler, as a build without a compiler server has it: none of its code is compiled yet, nor is ours.</summary>
/// <param name="ClockSeconds">From its start to its end.</param>
/// <param name="ProcessorSeconds">What all its threads took; zero where this is no Linux.</param>
/// <param name="AnalyzersSeconds">What our analyzers took by the compiler's own account: clock time of every call into them, summed over threads that run at once.</param>
internal readonly record struct CompilerRun(double ClockSeconds, double ProcessorSeconds, double AnalyzersSeconds)
{
    private const string Assembly = "ZonedSdk.Analyzers,";

    public static CompilerRun Of(CompilerCommand command)
    {
        string scratch = Directory.CreateTempSubdirectory("cost-").FullName;
        try
        {
            string response = Path.Combine(scratch, "compile.rsp");
            File.WriteAllLines(response, command.Arguments.Where(static a => a != "/noconfig").Select(a => Quoted(InScratch(a, scratch))));
            var start = new ProcessStartInfo("dotnet", ["exec", command.Compiler, "/noconfig", "/reportanalyzer", $"@{response}"])
            {
                WorkingDirectory = CompilerCommand.Folder,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            };
            start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
            return Run(start);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static CompilerRun Run(ProcessStartInfo start)
    {
        double before = ProcessorSecondsOfChildren();
        long started = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double clock = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return process.ExitCode == 0
            ? new CompilerRun(clock, ProcessorSecondsOfChildren() - before, Account(output))
            : throw new InvalidOperationException($"The compiler ended with {process.ExitCode}:\n{output}");
    }

    // "   1.234   12   ZonedSdk.Analyzers, Version=..." is the sum of an assembly: seconds, percent of all analyzers.
    private static double Account(string output)
    {
        string? line = output.Split('\n').FirstOrDefault(static l => l.Contains(Assembly, StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0].TrimStart('<'), CultureInfo.InvariantCulture);
    }

    // What it writes goes elsewhere than what the build has written.
    private static string InScratch(string argument, string scratch)
    {
        string? option = ((string[])["/out:", "/refout:", "/doc:"]).FirstOrDefault(o => argument.StartsWith(o, StringComparison.Ordinal));
        return option is null ? argument : $"{option}{Path.Combine(scratch, option == "/refout:" ? "reference.dll" : Path.GetFileName(argument))}";
    }

    private static string Quoted(string argument) => argument.Contains(' ', StringComparison.Ordinal) ? $"\"{argument}\"" : argument;

    // The kernel adds up, in hundredths of a second, what ended children took: fields 16 and 17, counted behind the name in parentheses, which is the second.
    private static double ProcessorSecondsOfChildren()
    {
        const string Stat = "/proc/self/stat";
        if (!File.Exists(Stat))
        {
            return 0;
        }

        string text = File.ReadAllText(Stat);
        string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture)) / 100.0;
    }
}
