using Spectre.Console;

namespace ZoneArchive;

/// <summary>A progress bar where somebody looks at a terminal; nothing where the output goes to a file or a pipe.</summary>
internal static class ProgressView
{
    private static readonly TimeSpan s_refresh = TimeSpan.FromMilliseconds(100);

    public static bool IsTerminal => !Console.IsOutputRedirected && Screen.Open().Profile.Capabilities.Interactive;

    /// <summary>Runs some work and shows how far it is.</summary>
    /// <param name="title">What is done.</param>
    /// <param name="totalBytes">All of it.</param>
    /// <param name="doneBytes">How far it is.</param>
    /// <param name="work">The work.</param>
    public static Task RunAsync(string title, long totalBytes, Func<long> doneBytes, Func<Task> work)
    {
        if (!IsTerminal)
        {
            return work();
        }

        return Screen.Open().Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                ProgressTask bar = context.AddTask(title, maxValue: Math.Max(1, totalBytes));
                long start = doneBytes();
                Task running = work();
                using var timer = new PeriodicTimer(s_refresh);
                while (!running.IsCompleted)
                {
                    await Task.WhenAny(running, timer.WaitForNextTickAsync().AsTask());
                    bar.Value = doneBytes() - start;
                }

                bar.Value = running.IsCompletedSuccessfully ? bar.MaxValue : bar.Value;
                await running;
            });
    }
}
