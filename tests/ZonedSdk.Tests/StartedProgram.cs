using System.Diagnostics;

namespace ZonedSdk.Tests;

/// <summary>A program that was built beside the tests, as a user starts it.</summary>
internal static class StartedProgram
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="assembly">Its file's name.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string assembly, params string[] arguments)
    {
        using Process process = Start(assembly, arguments);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }

    public static Process Start(string assembly, params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    })!;
}
