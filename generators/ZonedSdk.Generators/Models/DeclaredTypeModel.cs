namespace ZonedSdk.Generators.Models;

/// <summary>Where emitted members go: a type that the user declared partial, and the types around it.</summary>
/// <param name="Namespace">The escaped namespace; empty for the global one.</param>
/// <param name="Headers">The partial declarations from the outermost type to the type itself, as they are written.</param>
/// <param name="Name">The escaped name, without type parameters.</param>
/// <param name="QualifiedName">The type as any code can name it.</param>
/// <param name="HintName">The name of the emitted file.</param>
internal sealed record DeclaredTypeModel(string Namespace, EquatableArray<string> Headers, string Name, string QualifiedName, string HintName);
