namespace ZonedSdk.TestSupport.Image;

/// <summary>Runs tasks on the caller's thread, one after another, when told to. The choice picks which of the waiting tasks comes next.</summary>
internal sealed class StepScheduler(Func<int, int>? choose = null) : TaskScheduler
{
    private readonly List<Task> _waiting = [];

    public override int MaximumConcurrencyLevel => 1;

    public int WaitingCount => _waiting.Count;

    /// <summary>Runs until nothing waits.</summary>
    public void Run()
    {
        while (_waiting.Count > 0)
        {
            RunOne();
        }
    }

    /// <summary>Runs until a condition holds; what was not chosen by then keeps waiting.</summary>
    public void RunUntil(Func<bool> isDone)
    {
        while (_waiting.Count > 0 && !isDone())
        {
            RunOne();
        }
    }

    public void RunOne()
    {
        int index = choose?.Invoke(_waiting.Count) ?? 0;
        Task next = _waiting[index];
        _waiting.RemoveAt(index);
        TryExecuteTask(next);
    }

    protected override void QueueTask(Task task) => _waiting.Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _waiting;
}
