namespace ZonedSdk.Descriptors;

/// <summary>How the drive reports its zones: a header layout with entries behind it, fetched by a control call in pages.</summary>
/// <remarks>
/// <para>The entries' fields <c>Start</c>, <c>WritePointer</c>, <c>Type</c> and <c>Condition</c> (or <c>State</c>) are required; <c>Length</c>, <c>Capacity</c>, <c>ResetRecommended</c>, <c>FinishRecommended</c>, <c>NonSequential</c> and NVMe's <c>Attributes</c> are read where they are. Types and conditions are numbered as in ZBC, NVMe and Linux, which agree.</para>
/// <para>A drive may say anything: an address beyond 63 bits becomes -1, which the runtime refuses; no more entries are read than the buffer holds and the caller asked for.</para>
/// </remarks>
/// <param name="header">The header's layout; it has <see cref="EntriesAttribute"/>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ReportAttribute(Type header) : Attribute
{
    /// <summary>The header's layout.</summary>
    public Type Header { get; } = header;

    /// <summary>The number of the system's control call. Without one, the class fills the buffer in <c>ReportCore</c>.</summary>
    /// <value>Default: none.</value>
    public uint Ioctl { get; set; }

    /// <summary>The layout of the call's argument, where that is not the report's header: <c>Start</c>, <c>Opcode</c>, <c>Action</c>, <c>DataLength</c> and <c>DataDwords</c> (counted from zero) are filled in, whichever it has.</summary>
    /// <value>Default: the header, whose <c>Start</c> and number of entries are filled in.</value>
    public Type? Argument { get; set; }

    /// <summary>The value of the argument's field <c>Opcode</c>.</summary>
    /// <value>Default: none.</value>
    public byte Opcode { get; set; }

    /// <summary>The value of the argument's field <c>Action</c>.</summary>
    /// <value>Default: none.</value>
    public byte Action { get; set; }

    /// <summary>Most zones of one call, 1 to 65,536.</summary>
    /// <value>Default 1,024.</value>
    public int ZonesPerCall { get; set; } = 1024;
}
