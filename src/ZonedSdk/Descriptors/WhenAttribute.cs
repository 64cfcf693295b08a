namespace ZonedSdk.Descriptors;

/// <summary>The field means something only where all bits of a value are set in an earlier field, of this layout or of its report header.</summary>
/// <remarks>Without <see cref="ElseAttribute"/> the property is nullable, and null where the field is absent.</remarks>
/// <param name="member">The earlier field's name; an integer, an enum or a <see cref="bool"/>.</param>
/// <param name="value">The bits: an integer or enum constant, or <see langword="true"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WhenAttribute(string member, object value) : Attribute
{
    /// <summary>The earlier field's name.</summary>
    public string Member { get; } = member;

    /// <summary>The bits that must be set in it.</summary>
    public object Value { get; } = value;
}
