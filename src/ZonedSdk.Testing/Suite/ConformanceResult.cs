namespace ZonedSdk.Testing;

/// <summary>What became of a case on a target.</summary>
public sealed record ConformanceResult
{
    /// <summary>The case.</summary>
    public required ConformanceCase Case { get; init; }

    /// <summary>The target's name.</summary>
    public required string Target { get; init; }

    /// <summary>How it ended.</summary>
    public required ConformanceOutcome Outcome { get; init; }

    /// <summary>Of a failure: what was expected and what came. Otherwise why the case does not apply, or why the difference is permitted. Empty where it passed.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What was done and what the device answered, a line for each step, in blocks and relative to zones: equal devices give equal traces whatever their sizes.</summary>
    public required IReadOnlyList<string> Trace { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Outcome switch
    {
        ConformanceOutcome.Passed => $"{Case.Name}: passed on {Target}",
        ConformanceOutcome.Failed => $"{Case.Name}: FAILED on {Target}. {Reason}{TraceText()}",
        ConformanceOutcome.NotApplicable => $"{Case.Name}: not applicable to {Target}. {Reason}",
        _ => $"{Case.Name}: permitted to differ on {Target}. {Reason}",
    };

    private string TraceText() => Trace.Count == 0 ? "" : $"\n  {string.Join("\n  ", Trace)}";
}
