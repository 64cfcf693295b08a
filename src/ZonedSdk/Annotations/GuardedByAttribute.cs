namespace ZonedSdk.Annotations;

/// <summary>The member is touched only while a gate of the same instance is held.</summary>
/// <param name="gate">Path of the gate: <c>this</c>, a member, or <c>Type.Member</c>, then further members.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class GuardedByAttribute(string gate) : Attribute
{
    /// <summary>Path of the gate.</summary>
    public string Gate { get; } = gate;

    /// <summary>For reading, a read lock of a reader-writer lock is enough; an upgradeable one counts as read. Default false.</summary>
    public bool Shared { get; set; }
}
