namespace Microsoft.CodeAnalysis.CSharp.Testing;

/// <summary>What the C# tests have in common: a library that may contain unsafe code, in the compiler's default language version.</summary>
internal static class CSharpDefaults
{
    public static CompilationOptions CompilationOptions { get; } = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true);

    public static ParseOptions ParseOptions { get; } = new CSharpParseOptions(LanguageVersion.Default, DocumentationMode.Diagnose);
}
