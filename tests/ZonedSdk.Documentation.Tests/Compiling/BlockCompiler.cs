using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ZonedSdk.Analyzers;
using ZonedSdk.Analyzers.Tests.Support;
using ZonedSdk.Documentation.Tests.Pages;
using ZonedSdk.Generators;
using ZonedSdk.Generators.Tests.Harness;

namespace ZonedSdk.Documentation.Tests.Compiling;

/// <summary>Compiles a block as a user's project would: net10.0, ZonedSdk and what goes with it, the generator, the analyzers.</summary>
internal static class BlockCompiler
{
    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. Net100.References.All,
        .. Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Where(IsForPages).Order(StringComparer.Ordinal).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    // The package gives its catalogue of drives to every project.
    private static readonly ImmutableArray<AdditionalText> s_catalogue =
    [
        .. Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Find(), "src/ZonedSdk/buildTransitive/drives"), "*.json").Order(StringComparer.Ordinal)
            .Select(path => new TextFile(path, File.ReadAllText(path))),
    ];

    // What is true of every short example: methods around a fragment that await nothing, fields that nobody else sets or reads. And what the .NET SDK leaves out: references to older versions.
    private static readonly KeyValuePair<string, ReportDiagnostic>[] s_beside =
        [.. ((string[])["CS1998", "CS0169", "CS0649", "CS1701", "CS1702"]).Select(id => new KeyValuePair<string, ReportDiagnostic>(id, ReportDiagnostic.Suppress))];

    /// <summary>Compiles a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="page">All blocks of its page.</param>
    public static async Task<CompiledBlock> CompileAsync(CodeBlock block, IReadOnlyList<CodeBlock> page)
    {
        string[] sources =
        [
            $"{ImplicitUsings.Source}\n{(block.IsOfRule ? BlockSource.RuleUsings : "")}",
            BlockSource.Of(block, page.TakeWhile(other => other != block)),
            block.With,
        ];
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Consumer",
            [.. sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, BlockSource.Options, $"File{i}.cs"))],
            s_references,
            new CSharpCompilationOptions(
                BlockSource.IsProgram(block) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable,
                allowUnsafe: true,
                specificDiagnosticOptions: s_beside));
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new ZonedGenerator().AsSourceGenerator()],
            additionalTexts: s_catalogue,
            parseOptions: BlockSource.Options);
        driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> generator);
        ImmutableArray<Diagnostic> all = await output.WithAnalyzers([new ConcurrencyAnalyzer()]).GetAllDiagnosticsAsync();
        return new CompiledBlock(block, (CSharpCompilation)output, [.. generator.Concat(all).Where(static d => d.Severity >= DiagnosticSeverity.Warning && !d.IsSuppressed)]);
    }

    private static bool IsForPages(string path) =>
        Path.GetFileName(path) is var name
        && (name.StartsWith("xunit.", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
            || name.StartsWith("OpenTelemetry", StringComparison.Ordinal)
            || (name.StartsWith("ZonedSdk", StringComparison.Ordinal) && !name.StartsWith("ZonedSdk.Documentation", StringComparison.Ordinal)
                && name is not ("ZonedSdk.Generators.dll" or "ZonedSdk.Analyzers.dll" or "ZonedSdk.CodeFixes.dll")));
}
