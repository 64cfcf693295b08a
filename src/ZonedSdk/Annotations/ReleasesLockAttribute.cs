namespace ZonedSdk.Annotations;

/// <summary>The member releases the gate. A type with such a member is a guard.</summary>
/// <param name="gate">Path of the gate, from this member's instance or parameters.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ReleasesLockAttribute(string gate) : Attribute
{
    /// <summary>Path of the gate.</summary>
    public string Gate { get; } = gate;
}
