namespace Microsoft.CodeAnalysis.Testing;

/// <summary>What a fixed state takes over from the state before it.</summary>
public enum StateInheritanceMode
{
    /// <summary>All that it does not set, without the diagnostics that the code fixes under test fix.</summary>
    AutoInherit = 0,

    /// <summary>Nothing.</summary>
    Explicit = 1,

    /// <summary>All that it does not set.</summary>
    AutoInheritAll = 2,
}
