using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ZonedSdk.Generators.Tests.Harness;

/// <summary>Compilations as a user's project would have them: net10.0, ZonedSdk.dll, warnings as errors.</summary>
internal static class Compilations
{
    /// <summary>What a project of ours has by ImplicitUsings.</summary>
    public const string Usings = "global using System; global using ZonedSdk; global using ZonedSdk.Descriptors;\n";

    private static readonly MetadataReference[] s_references =
        [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(ZonedDevice).Assembly.Location)];

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp13, DocumentationMode.Diagnose);

    public static CSharpCompilation Create(params string[] sources) => Create(ParseOptions, NullableContextOptions.Enable, sources);

    public static CSharpCompilation Create(CSharpParseOptions options, NullableContextOptions nullable, params string[] sources) => CSharpCompilation.Create(
        "Consumer",
        [.. sources.Prepend(Usings).Select((source, index) => CSharpSyntaxTree.ParseText(source, options, $"File{index}.cs"))],
        s_references,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            generalDiagnosticOption: ReportDiagnostic.Error,
            nullableContextOptions: nullable,
            checkOverflow: true,
            specificDiagnosticOptions: [new("CS1591", ReportDiagnostic.Suppress)]));
}
