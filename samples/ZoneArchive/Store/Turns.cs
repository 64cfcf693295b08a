using ZonedSdk.Annotations;

namespace ZoneArchive;

/// <summary>
/// Runs work one after the other, in the order in which it was asked for. No lock is held while it runs: whoever waits, waits for the work
/// before, and work may wait for the drive.
/// </summary>
internal sealed class Turns
{
    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))]
    private Task _last = Task.CompletedTask;

    /// <summary>Runs work when everything that was asked for before has ended.</summary>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Gives up waiting for the turn; work that has begun is not stopped.</param>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        lock (_gate)
        {
            // Both, so that who gives up waiting does not let the next one in before its turn.
            before = _last;
            _last = Task.WhenAll(before, ended.Task);
        }

        try
        {
            await before.WaitAsync(cancellationToken);
            return await work();
        }
        finally
        {
            ended.SetResult();
        }
    }

    /// <inheritdoc cref="RunAsync{T}(Func{Task{T}}, CancellationToken)"/>
    public Task RunAsync(Func<Task> work, CancellationToken cancellationToken) => RunAsync(
        async () =>
        {
            await work();
            return true;
        },
        cancellationToken);
}
