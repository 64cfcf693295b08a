namespace ZonedSdk.Logs;

/// <summary>An append that somebody waits for. What changes is guarded by the log's gate.</summary>
internal sealed class LogAppend(ReadOnlyMemory<byte> data, TaskCreationOptions continuations)
{
    private readonly TaskCompletionSource<long> _done = new(continuations);

    public ReadOnlyMemory<byte> Data { get; } = data;

    public Task<long> Task => _done.Task;

    /// <summary>It has a place in a group, and is seen to its end.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Its group was at the drive once, and failed.</summary>
    public bool WasWritten { get; set; }

    /// <summary>Its caller has cancelled it before it was taken.</summary>
    public bool IsCancelled { get; set; }

    public void Succeed(long sequence) => _done.TrySetResult(sequence);

    public void Fail(Exception failure) => _done.TrySetException(failure);

    public void Cancel(CancellationToken cancellationToken) => _done.TrySetCanceled(cancellationToken);
}
