using System.CommandLine;

namespace ZonedSdk.Cli;

/// <summary>Starts the command that the arguments name.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        ParseResult parsed = CommandLine.Build().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            await parsed.InvokeAsync().ConfigureAwait(false);
            return ExitCode.Failed;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.").ConfigureAwait(false);
            return ExitCode.Stopped;
        }
        catch (Exception error) when (error is ZonedException or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            await Console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
            return ExitCode.Failed;
        }
    }
}
