namespace ZonedSdk.Generators.Models;

/// <summary>A partial member as the user declared it, so that its other half can be written.</summary>
/// <param name="Head">Modifiers, type, escaped name and parameters.</param>
/// <param name="Name">The escaped name.</param>
/// <param name="Accessors">The accessors with their modifiers; none for a method.</param>
internal sealed record MemberModel(string Head, string Name, EquatableArray<string> Accessors);
