namespace ZonedSdk.Cli;

/// <summary>Shows a map that changes, as a page for this machine's browsers.</summary>
internal static class ServeCommand
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);

    public static Task<int> RunAsync(MapSubject subject, int port, TextWriter output, CancellationToken cancellationToken) => subject.UseAsync(
        s_interval,
        async (live, device) =>
        {
            using MapServer server = MapServer.Start(live, port);
            await output.WriteLineAsync($"The zones of {device.Name}: {server.Address} (Ctrl+C ends it)").ConfigureAwait(false);
            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
            await server.RunAsync(cancellationToken).ConfigureAwait(false);
            return ExitCode.Done;
        },
        cancellationToken);
}
