using System.Runtime.ExceptionServices;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>A thread on which nothing else runs and which has no synchronisation context: with inline continuations everything that a step brings about has happened when the step returns.</summary>
internal static class OneThread
{
    // Completions continue their callers on the stack of whoever completes.
    private const int StackBytes = 16 << 20;

    public static T Run<T>(Func<T> body)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = body();
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            StackBytes);
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }

    /// <summary>Runs a story that makes all its steps itself.</summary>
    public static void Run(Func<Task> story)
    {
        Task told = Run<Task>(story);
        Assert.True(told.IsCompleted, "The story waits for a step that nobody makes.");
        told.GetAwaiter().GetResult();
    }
}
