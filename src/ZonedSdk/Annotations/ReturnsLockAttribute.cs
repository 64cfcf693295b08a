namespace ZonedSdk.Annotations;

/// <summary>The member returns the gate itself.</summary>
/// <param name="gate">Path of the gate, from this member's instance or parameters.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class ReturnsLockAttribute(string gate) : Attribute
{
    /// <summary>Path of the gate.</summary>
    public string Gate { get; } = gate;
}
