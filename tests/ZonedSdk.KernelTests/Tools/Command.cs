using System.Diagnostics;

namespace ZonedSdk.KernelTests.Tools;

/// <summary>What a program answered.</summary>
/// <param name="ExitCode">0 for success.</param>
/// <param name="Output">What it wrote to its standard output.</param>
/// <param name="Errors">What it wrote to its standard error.</param>
internal sealed record CommandResult(int ExitCode, string Output, string Errors)
{
    public bool Succeeded => ExitCode == 0;
}

/// <summary>The public tools, run as programs.</summary>
internal static class Command
{
    /// <summary>Runs a program and says how it ended.</summary>
    public static CommandResult Try(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start) ?? throw new LabException($"{program} could not be started.");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new CommandResult(process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    /// <summary>Runs a program that must succeed, and gives back what it wrote to its standard output.</summary>
    /// <exception cref="LabException">It failed; the message has its own words and the kernel's.</exception>
    public static string Run(string program, params IEnumerable<string> arguments)
    {
        string[] list = [.. arguments];
        using KernelWords words = KernelWords.Listen();
        CommandResult result = Try(program, list);
        return result.Succeeded
            ? result.Output
            : throw new LabException($"{program} {string.Join(' ', list)} ended with {result.ExitCode}: {result.Errors.Trim()}{result.Output.Trim()}{words.Heard()}");
    }
}
