namespace ZonedSdk.Simulation.Simulator;

/// <summary>Turns exceptions into outcomes. What no operation may throw stays visible as such.</summary>
internal static class Outcomes
{
    public static Outcome Of(Exception exception) => exception switch
    {
        OperationCanceledException => new Outcome { Kind = OutcomeKind.Cancelled },
        ZonedIOException e => new Outcome
        {
            Kind = OutcomeKind.Failed,
            Error = e.Error,
            ErrorOffset = e.Offset,
            LandedBytes = e.LandedBytes,
            WritePointer = e.WritePointer,
            Condition = e.Condition,
            Epoch = e.Epoch,
            RootCause = e.RootCause,
            Finding = e.Finding,
            Text = e.Message,
        },
        ArgumentException or NotSupportedException => new Outcome { Kind = OutcomeKind.Refused, Text = exception.Message },
        _ => new Outcome { Kind = OutcomeKind.Unexpected, Text = exception.ToString() },
    };
}
