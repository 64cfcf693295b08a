namespace ZonedSdk.Annotations;

/// <summary>The caller holds the gate. On an async or iterator member: up to the first await or yield.</summary>
/// <param name="gate">Path of the gate, from this member's instance or parameters.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Parameter, AllowMultiple = true)]
public sealed class RequiresLockAttribute(string gate) : Attribute
{
    /// <summary>Path of the gate.</summary>
    public string Gate { get; } = gate;
}
