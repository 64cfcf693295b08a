namespace ZonedSdk.KernelTests.Runner;

/// <summary>How one test ended.</summary>
/// <param name="Name">The display name.</param>
/// <param name="Outcome">In the words of a .trx file: Passed, Failed, NotExecuted.</param>
/// <param name="Start">When it began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Message">What the exceptions say, or why it was skipped; null where it passed.</param>
/// <param name="StackTrace">Where they come from.</param>
/// <param name="Output">What the test wrote for its reader.</param>
internal sealed record TestOutcome(
    string Name, string Outcome, DateTimeOffset Start, TimeSpan Duration, string? Message = null, string? StackTrace = null, string Output = "")
{
    public const string Passed = "Passed";
    public const string Failed = "Failed";
    public const string NotExecuted = "NotExecuted";
}
