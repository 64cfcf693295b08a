using System.Diagnostics;
using System.Globalization;

namespace ZonedSdk.Tests.Image;

/// <summary>
/// A process of this assembly's own whose system calls are tampered with by strace, from the moment at which it is ready: what it does before must go well.
/// The child says "ready", waits for a line, and then says what it has to say.
/// </summary>
internal static class TracedChild
{
    /// <summary>Runs the child to its end.</summary>
    /// <param name="folder">Where the log may stand.</param>
    /// <param name="calls">The system calls that are logged.</param>
    /// <param name="injection">strace's expression; it counts calls by thread.</param>
    /// <param name="arguments">The child's.</param>
    /// <returns>The child's lines, and strace's log.</returns>
    public static async Task<(string[] Lines, string Log)> RunAsync(DirectoryInfo folder, string calls, string injection, params string[] arguments)
    {
        using Process child = Process.Start(new ProcessStartInfo(ChildProgram.DotnetHost, ["exec", typeof(TracedChild).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("ready", await child.StandardOutput.ReadLineAsync());
        string log = Path.Combine(folder.FullName, "strace.log");
        using Process tracer = Process.Start(new ProcessStartInfo("strace", ["-f", "-o", log, "-e", $"trace={calls}", "-e", $"inject={injection}", "-p", child.Id.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        string? attached = await tracer.StandardError.ReadLineAsync();
        Assert.True(attached?.Contains("attached", StringComparison.Ordinal), attached);
        Task<string> rest = tracer.StandardError.ReadToEndAsync();
        await child.StandardInput.WriteLineAsync("go");
        string[] lines = (await child.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await child.WaitForExitAsync();
        await tracer.WaitForExitAsync();
        await rest;
        return (lines, await File.ReadAllTextAsync(log));
    }
}
