namespace ZonedSdk.Simulation.Simulator;

/// <summary>Something in a history that must not be.</summary>
/// <param name="Rule">Which rule it breaks.</param>
/// <param name="Time">Where in the history.</param>
/// <param name="Text">What is wrong.</param>
internal sealed record Violation(string Rule, long Time, string Text)
{
    public override string ToString() => $"VIOLATION of {Rule} at {Time}: {Text}";
}
