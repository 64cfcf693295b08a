namespace ZonedSdk.Analyzers.Protocol;

/// <summary>What a <see cref="CalleeStep"/> is.</summary>
internal enum CalleeStepKind
{
    /// <summary>A call of another method.</summary>
    Call,

    /// <summary>The thread is blocked, for a task or for something else.</summary>
    Wait,

    /// <summary>A task is awaited, or returned to who awaits it.</summary>
    HandOn,
}
