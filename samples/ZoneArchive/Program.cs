using System.CommandLine;
using ZonedSdk;

namespace ZoneArchive;

/// <summary>Starts the command that the arguments name; without arguments, the demonstration.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        ParseResult parsed = CommandLine.Build().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            await parsed.InvokeAsync();
            return ExitCode.Failed;
        }

        try
        {
            // Ctrl-C and SIGTERM cancel the command's token; it then finishes the group under way. A minute is plenty for that.
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(1) };
            return await parsed.InvokeAsync(configuration);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped. What was reported as stored is stored.");
            return ExitCode.Stopped;
        }
        catch (Exception error) when (error is ArchiveException or ZonedException or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return ExitCode.Failed;
        }
    }
}
