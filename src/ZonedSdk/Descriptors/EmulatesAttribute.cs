namespace ZonedSdk.Descriptors;

/// <summary>A command that the drive has not, and what stands in for it.</summary>
/// <param name="command">The command.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class EmulatesAttribute(ZoneCommand command) : Attribute
{
    /// <summary>The command.</summary>
    public ZoneCommand Command { get; } = command;

    /// <summary>What stands in for it. Required.</summary>
    public Emulation With { get; set; }
}
