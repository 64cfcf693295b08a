namespace ZonedSdk.Descriptors;

/// <summary>What a property returns where its <see cref="WhenAttribute"/> does not hold: another field of the same type.</summary>
/// <param name="member">The other field's name.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ElseAttribute(string member) : Attribute
{
    /// <summary>The other field's name.</summary>
    public string Member { get; } = member;
}
