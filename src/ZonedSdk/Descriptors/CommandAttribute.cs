namespace ZonedSdk.Descriptors;

/// <summary>A command that the drive has. Without <see cref="Ioctl"/> the class executes it in its <c>Core</c> method; with it, the generator encodes the argument and the class only makes the call (<c>ControlCore</c>).</summary>
/// <param name="command">The command.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class CommandAttribute(ZoneCommand command) : Attribute
{
    /// <summary>The command.</summary>
    public ZoneCommand Command { get; } = command;

    /// <summary>The number of the system's control call. Only for zone management.</summary>
    /// <value>Default: none.</value>
    public uint Ioctl { get; set; }

    /// <summary>The layout of the call's argument. Its fields <c>Start</c>, <c>Length</c>, <c>Opcode</c> and <c>Action</c> are filled in, whichever it has; the size that the call's number carries must be its size.</summary>
    /// <value>Default: none. Required with <see cref="Ioctl"/>.</value>
    public Type? Argument { get; set; }

    /// <summary>The value of the argument's field <c>Opcode</c>.</summary>
    /// <value>Default: none.</value>
    public byte Opcode { get; set; }

    /// <summary>The value of the argument's field <c>Action</c>.</summary>
    /// <value>Default: none.</value>
    public byte Action { get; set; }
}
