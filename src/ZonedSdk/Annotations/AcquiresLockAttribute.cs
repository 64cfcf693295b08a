namespace ZonedSdk.Annotations;

/// <summary>The member acquires the gate; a <see cref="bool"/> result makes it a try-acquire. A guard that it returns is bound to the gate.</summary>
/// <param name="gate">Path of the gate, from this member's instance or parameters.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor, AllowMultiple = true)]
public sealed class AcquiresLockAttribute(string gate) : Attribute
{
    /// <summary>Path of the gate.</summary>
    public string Gate { get; } = gate;
}
