namespace ZonedSdk.Backends;

/// <summary>One thing that a backend found when it was opened.</summary>
/// <param name="Severity">What it means for the device.</param>
/// <param name="Kind">What it is, one word that stays the same: for filters and alerts.</param>
/// <param name="Message">What, where, the numbers, and what to do.</param>
public sealed record BackendFinding(BackendFindingSeverity Severity, string Kind, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Severity}: {Message} ({Kind})";
}
