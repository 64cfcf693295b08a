using System.Diagnostics;

namespace ZonedSdk.PackageTests.Harness;

/// <summary>Runs a program that is no .NET host's to run: a native one, or an installed tool.</summary>
internal static class Started
{
    /// <summary>Runs to the end, and fails with all that was written where the exit code is not 0.</summary>
    /// <returns>What it wrote to its standard output.</returns>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string text = await process.StandardOutput.ReadToEndAsync();
        string complaint = await errors;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{text}{complaint}");
        return text;
    }
}
