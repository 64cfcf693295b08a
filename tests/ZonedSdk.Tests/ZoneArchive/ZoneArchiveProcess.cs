using System.Diagnostics;

namespace ZonedSdk.Tests.Samples;

/// <summary>The built sample, as a user starts it.</summary>
internal static class ZoneArchiveProcess
{
    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }

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

    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "ZoneArchive.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
