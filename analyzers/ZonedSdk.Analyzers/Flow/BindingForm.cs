namespace ZonedSdk.Analyzers.Flow;

/// <summary>What a value says about the gates that are bound to it.</summary>
internal enum BindingForm
{
    /// <summary>Holds the gates until it is disposed; null means that it does not.</summary>
    Guard,

    /// <summary>True means that the gates were acquired.</summary>
    Condition,

    /// <summary>Awaiting it acquires the gates.</summary>
    Task,

    /// <summary>Awaiting it gives a <see cref="Condition"/>.</summary>
    ConditionTask,

    /// <summary>Awaiting it gives a <see cref="Guard"/>.</summary>
    GuardTask,
}
