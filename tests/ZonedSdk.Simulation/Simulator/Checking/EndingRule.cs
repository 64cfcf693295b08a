namespace ZonedSdk.Simulation.Simulator;

/// <summary>Each operation ends exactly once, in one of the documented ways, and nobody touches its buffer afterwards.</summary>
internal static class EndingRule
{
    private const string Name = "ending";

    public static void Check(HistoryIndex index, List<Violation> found)
    {
        foreach (Operation operation in index.Operations.Values.Where(o => o.Ends != 1))
        {
            found.Add(new Violation(Name, operation.CalledAt, operation.Ends == 0 ? $"{operation} never ended" : $"{operation} ended {operation.Ends} times"));
        }

        foreach (HistoryEvent happened in index.Events)
        {
            switch (happened)
            {
                case Returned { Outcome.Kind: OutcomeKind.Unexpected } returned:
                    found.Add(new Violation(Name, happened.Time, $"{returned.Operation} threw what it must not throw: {returned.Outcome.Text}"));
                    break;
                case Returned { Outcome.Kind: OutcomeKind.Refused, Operation.Kind: not OperationKind.WaitDurable } returned:
                    found.Add(new Violation(Name, happened.Time, $"{returned.Operation} was refused though nothing is wrong with it: {returned.Outcome.Text}"));
                    break;
                case BufferTouched touched:
                    found.Add(new Violation(Name, happened.Time, $"the buffer of {touched.Operation} was written to after the operation had ended"));
                    break;
                case DuplicateAccepted duplicate:
                    found.Add(new Violation(Name, happened.Time, $"a second completion of {duplicate.Command} was not ignored"));
                    break;
                default:
                    break;
            }
        }
    }
}
