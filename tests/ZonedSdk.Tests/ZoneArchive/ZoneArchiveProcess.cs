using System.Diagnostics;

namespace ZonedSdk.Tests.Samples;

/// <summary>The built sample, as a user starts it.</summary>
internal static class ZoneArchiveProcess
{
    private const string Assembly = "ZoneArchive.dll";

    /// <summary>Runs it to its end.</summary>
    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) => StartedProgram.RunAsync(Assembly, arguments);

    /// <summary>Runs it, and kills it (SIGKILL) as soon as it has printed so many lines that begin with a word.</summary>
    /// <returns>All its lines, also those that it printed before it died and that were not read yet.</returns>
    public static async Task<IReadOnlyList<string>> KillAsync(string word, int afterLines, params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        var lines = new List<string>();
        int left = afterLines;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.StartsWith(word, StringComparison.Ordinal) && --left == 0)
            {
                process.Kill();
            }
        }

        await process.WaitForExitAsync();
        _ = await errors;
        return lines;
    }

    public static Process Start(params string[] arguments) => StartedProgram.Start(Assembly, arguments);
}
