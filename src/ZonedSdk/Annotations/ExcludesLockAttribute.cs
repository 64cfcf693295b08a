namespace ZonedSdk.Annotations;

/// <summary>The caller must not hold the gate.</summary>
/// <param name="gate">Path of the gate, from this member's instance or parameters.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Parameter, AllowMultiple = true)]
public sealed class ExcludesLockAttribute(string gate) : Attribute
{
    /// <summary>Path of the gate.</summary>
    public string Gate { get; } = gate;
}
