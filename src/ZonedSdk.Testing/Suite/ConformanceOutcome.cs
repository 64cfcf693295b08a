namespace ZonedSdk.Testing;

/// <summary>How a case ended.</summary>
public enum ConformanceOutcome
{
    /// <summary>The device does what the case says.</summary>
    Passed = 0,

    /// <summary>The device does something else, or the case could not be brought to its end.</summary>
    Failed = 1,

    /// <summary>The device lacks what the case needs: a fault, a limit, a conventional zone. The reason is in the result.</summary>
    NotApplicable = 2,

    /// <summary>The device does something else, and the target's list says that it may.</summary>
    Permitted = 3,
}
