namespace ZonedSdk.Descriptors;

/// <summary>The partial class is a backend whose command set stands in the attributes beside this one: the generator writes its <see cref="Backends.IZoneBackend"/>.</summary>
/// <remarks>
/// <para>What a table cannot express is written by hand in partial methods with names that end in <c>Core</c>; a missing one is ZSDK3006. They return what the system returned: a count or minus an error code for transfers, where the data begin (from the zone's start) or minus an error code for an append whose place the drive chooses, zero or an error code for everything else; <see cref="MapsErrorAttribute"/> says what codes mean.</para>
/// <para>A member of the interface that the class declares itself is left to it. A static class is a table alone: encodings, decodings and error codes without a backend.</para>
/// </remarks>
/// <example>
/// <code>
/// [ZonedBackend("folder", Ordering = WriteOrdering.Queued)]
/// [Command(ZoneCommand.Read), Command(ZoneCommand.Write), Command(ZoneCommand.Reset), Command(ZoneCommand.Flush)]
/// [Emulates(ZoneCommand.Append, With = Emulation.WriteAtPointer)]
/// [Emulates(ZoneCommand.Open, With = Emulation.Conditions), Emulates(ZoneCommand.Close, With = Emulation.Conditions)]
/// [Emulates(ZoneCommand.Finish, With = Emulation.Conditions), Emulates(ZoneCommand.Report, With = Emulation.Conditions)]
/// [MapsError(28, ZoneError.NoSpace)]
/// public sealed partial class FolderBackend
/// {
///     private partial int ResetCore(int zone) =&gt; Truncate(zone, 0);
/// }
/// </code>
/// </example>
/// <param name="name">What messages call this kind of backend.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ZonedBackendAttribute(string name) : Attribute
{
    /// <summary>What messages call this kind of backend.</summary>
    public string Name { get; } = name;

    /// <summary>Whose transition rules the drive follows, unless its shape says otherwise when it is started.</summary>
    /// <value>Default ZBC.</value>
    public ZoneFlavour Flavour { get; set; }

    /// <summary>Who keeps the writes of a zone in order.</summary>
    /// <value>Default <see cref="WriteOrdering.Queued"/>.</value>
    public WriteOrdering Ordering { get; set; }

    /// <summary>The drive closes an implicitly open zone by itself when its open limit is reached.</summary>
    /// <value>Default: true for ZBC, false for ZNS.</value>
    public bool ClosesImplicitly { get; set; }

    /// <summary>A field or property of the class that is a backend itself: everything goes there that the class does not do itself, and no command is described.</summary>
    /// <value>Default: none.</value>
    public string? Engine { get; set; }
}
