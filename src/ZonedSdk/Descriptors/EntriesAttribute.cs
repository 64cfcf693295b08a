namespace ZonedSdk.Descriptors;

/// <summary>The layout is the header of a report, and entries follow it: the view enumerates them.</summary>
/// <remarks>A drive may announce more entries than the buffer holds; the enumeration ends with the last whole one.</remarks>
/// <param name="layout">The layout of one entry.</param>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class EntriesAttribute(Type layout) : Attribute
{
    /// <summary>The layout of one entry.</summary>
    public Type Layout { get; } = layout;

    /// <summary>The header's field that says how many entries follow. Either this or <see cref="Length"/>.</summary>
    public string? Count { get; set; }

    /// <summary>The header's field that says how many bytes of entries follow. Either this or <see cref="Count"/>.</summary>
    public string? Length { get; set; }
}
