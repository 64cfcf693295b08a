namespace ZonedSdk.Generators.Models;

/// <summary>Where emitted members go: a type that the user declared partial, and the types around it.</summary>
/// <param name="Namespace">The escaped namespace; empty for the global one.</param>
/// <param name="Headers">The partial declarations from the outermost type to the type itself, as they are written.</param>
/// <param name="Name">The escaped name, without type parameters.</param>
/// <param name="PlainName">The name as metadata has it, without a number of type parameters.</param>
/// <param name="QualifiedName">The type as any code can name it.</param>
/// <param name="Identity">What no other type of the compilation has; the emitted file is named after it when there is one.</param>
internal sealed record DeclaredTypeModel(string Namespace, EquatableArray<string> Headers, string Name, string PlainName, string QualifiedName, string Identity);
