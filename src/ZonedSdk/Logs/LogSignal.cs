namespace ZonedSdk.Logs;

/// <summary>Those who wait for something to happen to a log. Guarded by the log's gate, but for the waking.</summary>
/// <remarks>A task goes on inline with one of those who await it and sends the others to the thread pool, so each has a task of its own.</remarks>
internal sealed class LogSignal(TaskCreationOptions continuations)
{
    private List<TaskCompletionSource> _waiting = [];

    /// <summary>Waits for the next time.</summary>
    public TaskCompletionSource Join()
    {
        var waiter = new TaskCompletionSource(continuations);
        _waiting.Add(waiter);
        return waiter;
    }

    /// <summary>Waits no longer.</summary>
    public void Leave(TaskCompletionSource waiter) => _waiting.Remove(waiter);

    /// <summary>Those to wake, outside the gate.</summary>
    public List<TaskCompletionSource> Take()
    {
        List<TaskCompletionSource> waiting = _waiting;
        _waiting = [];
        return waiting;
    }

    /// <summary>Wakes who was taken.</summary>
    public static void Wake(List<TaskCompletionSource> waiting) => waiting.ForEach(static waiter => waiter.TrySetResult());
}
