using System.Diagnostics;
using System.Globalization;

namespace ZonedSdk.KernelTests.Tools;

/// <summary><c>strace</c> on this very process: which calls the kernel got, whatever the code believes to have made, and what becomes of the code where the kernel refuses some.</summary>
internal static class Strace
{
    /// <summary>The control calls that the process makes meanwhile, a line each, in the order in which they ended.</summary>
    public static async Task<string[]> ControlCallsAsync(Func<Task> action)
    {
        string[] lines = await RunAsync("trace=ioctl", action);
        return [.. lines.Where(line => line.Contains("ioctl(", StringComparison.Ordinal) || line.Contains("ioctl resumed", StringComparison.Ordinal))];
    }

    /// <summary>Lets calls of the process fail meanwhile.</summary>
    /// <param name="injection">Which, and how, as the tool takes it: <c>io_uring_setup:error=ENOSYS</c>.</param>
    /// <param name="action">What is done.</param>
    public static async Task WhileFailingAsync(string injection, Func<Task> action)
    {
        string[] lines = await RunAsync($"inject={injection}", action);
        Assert.Contains(lines, line => line.Contains("INJECTED", StringComparison.Ordinal));
    }

    private static async Task<string[]> RunAsync(string expression, Func<Task> action)
    {
        string log = Path.GetTempFileName();
        string[] arguments = ["-f", "-X", "raw", "-e", expression, "-o", log, "-p", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)];
        var start = new ProcessStartInfo("strace", arguments) { UseShellExecute = false, RedirectStandardError = true };
        using Process tracer = Process.Start(start) ?? throw new LabException("strace could not be started.");
        try
        {
            // "strace: Process 123 attached with 20 threads"
            string? word = await tracer.StandardError.ReadLineAsync();
            if (word?.Contains("attached", StringComparison.Ordinal) != true)
            {
                throw new LabException($"strace did not attach itself: {word}{await tracer.StandardError.ReadToEndAsync()}");
            }

            await action();
        }
        finally
        {
            // It lets go of the process and has written all that it saw when it has ended.
            Command.Run("kill", "-INT", tracer.Id.ToString(CultureInfo.InvariantCulture));
            await tracer.StandardError.ReadToEndAsync();
            await tracer.WaitForExitAsync();
        }

        string[] lines = await File.ReadAllLinesAsync(log);
        File.Delete(log);
        return lines;
    }
}
