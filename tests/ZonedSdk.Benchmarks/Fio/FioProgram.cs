using System.Diagnostics;

namespace ZonedSdk.Benchmarks.Fio;

/// <summary>fio, the flexible I/O tester: the baseline that the field itself measures by.</summary>
internal static class FioProgram
{
    /// <summary>Why there is none that can serve; null where there is one. It speaks io_uring with registered files from its third major version on.</summary>
    public static string? Obstacle { get; } = FindVersion().StartsWith("fio-3.", StringComparison.Ordinal) ? null : "needs fio 3";

    /// <summary>Runs one job to its end.</summary>
    public static FioResult Run(FioJob job)
    {
        (int code, string output, string errors) = Start(job.Arguments());
        return code == 0
            ? FioResult.Parse(output)
            : throw new InvalidOperationException($"fio ended with code {code}: {errors.Trim()} Its arguments were: {string.Join(' ', job.Arguments())}");
    }

    private static string FindVersion()
    {
        try
        {
            return Start(["--version"]).Output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is none.
            return "";
        }
    }

    private static (int Code, string Output, string Errors) Start(IEnumerable<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("fio", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
