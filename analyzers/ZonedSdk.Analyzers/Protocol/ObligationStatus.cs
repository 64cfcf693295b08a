namespace ZonedSdk.Analyzers.Protocol;

/// <summary>How I/O stands for whose range a write pointer was moved on.</summary>
internal enum ObligationStatus
{
    /// <summary>Issued; waiting for it can throw.</summary>
    InFlight,

    /// <summary>Complete, and its result says how it went.</summary>
    Answered,

    /// <summary>This path knows that it failed.</summary>
    Failed,
}
