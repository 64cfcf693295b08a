namespace ZonedSdk.Simulation.Simulator;

/// <summary>Everything that happened in a run, in order. Its text, line by line, is the trace; the hash of the text is what makes two runs the same.</summary>
internal sealed class History
{
    private readonly List<HistoryEvent> _events = [];
    private readonly Dictionary<long, Operation> _operations = [];
    private ulong _hash = 0xCBF29CE484222325;
    private long _nextOperation;
    private long _nextLine;

    public IReadOnlyList<HistoryEvent> Events => _events;

    public IReadOnlyDictionary<long, Operation> Operations => _operations;

    public ulong Hash => _hash;

    public long Now => _events.Count;

    public long NextOperationId() => ++_nextOperation;

    /// <summary>Numbers what goes over the line, through all generations.</summary>
    public long NextLineId() => ++_nextLine;

    public void Add(HistoryEvent happened)
    {
        happened.Time = _events.Count;
        _events.Add(happened);
        foreach (char c in happened.ToString())
        {
            _hash = (_hash ^ c) * 0x100000001B3;
        }
    }

    public void AddCall(Operation operation)
    {
        _operations.Add(operation.Id, operation);
        operation.CalledAt = Now;
        Add(new Called(operation));
    }

    public void AddReturn(Operation operation, Outcome outcome)
    {
        operation.Ends++;
        if (operation.Ends == 1)
        {
            operation.Outcome = outcome;
            operation.ReturnedAt = Now;
        }

        Add(new Returned(operation, outcome));
    }

    public string Trace() => string.Join('\n', _events.Select(e => $"{e.Time,6} {e}"));
}
