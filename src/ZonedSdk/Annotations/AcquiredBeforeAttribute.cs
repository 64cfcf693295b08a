namespace ZonedSdk.Annotations;

/// <summary>Lock order: this gate is taken before the other one where both are held.</summary>
/// <param name="other">Path of the gate that comes later.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = true)]
public sealed class AcquiredBeforeAttribute(string other) : Attribute
{
    /// <summary>Path of the gate that comes later.</summary>
    public string Other { get; } = other;
}
