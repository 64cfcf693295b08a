using Spectre.Console;
using ZonedSdk.Maps;

namespace ZonedSdk.Cli;

/// <summary>Shows a map that changes, in the terminal.</summary>
internal static class WatchCommand
{
    // The title, the legend and the figures below the map.
    private const int LinesAround = 12;
    private const int LeastRows = 4;

    // Looks are not held back: the loop itself keeps the interval.
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(50);

    public static Task<int> RunAsync(MapSubject subject, WatchOptions options, CancellationToken cancellationToken) => subject.UseAsync(
        s_shortest,
        async (live, _) =>
        {
            try
            {
                await (AnsiConsole.Profile.Capabilities.Ansi && !Console.IsOutputRedirected
                    ? ShowAsync(live, options, cancellationToken)
                    : ListAsync(live, options, Console.Out, cancellationToken)).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Ctrl+C is how one stops watching.
            }

            return ExitCode.Done;
        },
        cancellationToken);

    // One map over the other. What Spectre.Console has done to the terminal it undoes when the last one is shown, also when that is by an exception.
    private static Task ShowAsync(LiveZoneMap live, WatchOptions options, CancellationToken cancellationToken) =>
        AnsiConsole.Live(new ZoneMapView([])).Overflow(VerticalOverflow.Crop).StartAsync(display => LookAsync(live, options, map =>
        {
            display.UpdateTarget(new ZoneMapView(map.ToRuns(TerminalText.OptionsOf(0, options.IsAscii) with
            {
                HasColours = AnsiConsole.Profile.Capabilities.ColorSystem != ColorSystem.NoColors,
                MaxRows = Math.Max(LeastRows, AnsiConsole.Profile.Height - LinesAround),
            })));
            return Task.CompletedTask;
        }, cancellationToken));

    private static Task ListAsync(LiveZoneMap live, WatchOptions options, TextWriter output, CancellationToken cancellationToken) => LookAsync(
        live,
        options,
        async map =>
        {
            await output.WriteLineAsync(map.ToText(TerminalText.OptionsOf(0, options.IsAscii))).ConfigureAwait(false);
            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    private static async Task LookAsync(LiveZoneMap live, WatchOptions options, Func<ZoneMap, Task> show, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.Interval, TimeProvider.System);
        int looks = 0;
        do
        {
            await show(await live.LookAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            looks++;
        }
        while (looks != options.Count && await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }
}
