using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ZonedSdk.Analyzers.Tests.Support;
using ZonedSdk.Generators;

namespace ZonedSdk.Analyzers.Tests.SelfHost;

/// <summary>The runtime's own sources as one compilation in memory, and what the analyzers say of it.</summary>
internal static class RuntimeSources
{
    private static readonly CSharpParseOptions s_parseOptions = new(LanguageVersion.Preview);

    /// <summary>The repository's root: the folder above this assembly, or else above the current folder, that has the runtime's sources.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The files as they are.</summary>
    public static IReadOnlyList<(string Path, string Text)> Texts { get; } = ReadTexts();

    public static CSharpCompilation Unchanged { get; } = Compile();

    /// <summary>The same with a bug's edits.</summary>
    public static CSharpCompilation With(SeededBug bug)
    {
        CSharpCompilation compilation = Unchanged;
        foreach (IGrouping<string, SeededBug.Edit> edits in bug.Edits.GroupBy(static e => e.File, StringComparer.Ordinal))
        {
            SyntaxTree before = compilation.SyntaxTrees.Single(t => t.FilePath == edits.Key);
            string text = before.ToString();
            foreach (SeededBug.Edit edit in edits)
            {
                int at = text.IndexOf(edit.Old, StringComparison.Ordinal);
                Assert.True(at >= 0, $"{bug.Name}: what it replaces does not stand in {edit.File} any more:\n{edit.Old}");
                Assert.True(text.IndexOf(edit.Old, at + 1, StringComparison.Ordinal) < 0, $"{bug.Name}: what it replaces stands more than once in {edit.File}:\n{edit.Old}");
                text = text.Remove(at, edit.Old.Length).Insert(at, edit.New);
            }

            compilation = compilation.ReplaceSyntaxTree(before, CSharpSyntaxTree.ParseText(SourceText.From(text, System.Text.Encoding.UTF8), s_parseOptions, edits.Key));
        }

        return compilation;
    }

    /// <summary>Errors of the compiler.</summary>
    public static IEnumerable<Diagnostic> ErrorsOf(CSharpCompilation compilation) => ErrorsIn(compilation.GetDiagnostics());

    /// <summary>Errors that changed files have brought. Where only bodies are others than before, no other file is asked: none can feel it.</summary>
    public static IEnumerable<Diagnostic> ErrorsOf(CSharpCompilation changed, IReadOnlyCollection<string> files)
    {
        SyntaxTree[] trees = [.. changed.SyntaxTrees.Where(t => files.Contains(t.FilePath))];
        bool areBodies = trees.All(static t => SyntaxFactory.AreEquivalent(t, Unchanged.SyntaxTrees.Single(u => u.FilePath == t.FilePath), topLevel: true));
        return areBodies ? trees.SelectMany(t => ErrorsIn(changed.GetSemanticModel(t).GetDiagnostics())) : ErrorsOf(changed);
    }

    /// <summary>What the analyzers report, also that one of them threw.</summary>
    public static Task<ImmutableArray<Diagnostic>> FindingsInAsync(CSharpCompilation compilation) => With(compilation).GetAnalyzerDiagnosticsAsync();

    /// <summary>What they report in one file while they look at that file: all but what a rule finds at the compilation's end.</summary>
    public static Task<ImmutableArray<Diagnostic>> FindingsInFileAsync(CSharpCompilation compilation, string path)
    {
        SyntaxTree tree = compilation.SyntaxTrees.Single(t => t.FilePath == path);
        return With(compilation).GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), filterSpan: null, CancellationToken.None);
    }

    /// <summary>All from the beginning: parses, binds what the generator needs, and adds what it writes.</summary>
    public static CSharpCompilation Compile()
    {
        CSharpCompilation written = CSharpCompilation.Create(
            "ZonedSdk",
            Texts.Select(static f => CSharpSyntaxTree.ParseText(SourceText.From(f.Text, System.Text.Encoding.UTF8), s_parseOptions, f.Path)),
            Net100.References.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

        // The layouts' other halves come from our own generator.
        CSharpGeneratorDriver.Create([new ZonedGenerator().AsSourceGenerator()], parseOptions: s_parseOptions)
            .RunGeneratorsAndUpdateCompilation(written, out Compilation whole, out _);
        return (CSharpCompilation)whole;
    }

    // Not that partial members lack the other half, which a generator of the framework writes.
    private static IEnumerable<Diagnostic> ErrorsIn(IEnumerable<Diagnostic> diagnostics) => diagnostics.Where(static d => d is { Severity: DiagnosticSeverity.Error, Id: not "CS8795" });

    private static CompilationWithAnalyzers With(CSharpCompilation compilation)
    {
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        return compilation.WithAnalyzers([new ConcurrencyAnalyzer()], options);
    }

    private static (string Path, string Text)[] ReadTexts() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "src", "ZonedSdk"), "*.cs", SearchOption.AllDirectories)
            .Where(static path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(static path => (Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllText(path))),
        ("ImplicitUsings.cs", ImplicitUsings.Source),
    ];

    // A copy of the tests' program finds the sources from where it is started.
    private static string FindRoot()
    {
        string[] starts = [AppContext.BaseDirectory, Directory.GetCurrentDirectory()];
        foreach (string start in starts)
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                if (Directory.Exists(Path.Combine(folder.FullName, "src", "ZonedSdk")))
                {
                    return folder.FullName;
                }
            }
        }

        throw new DirectoryNotFoundException($"No folder above {string.Join(" or ", starts)} contains src/ZonedSdk. Start this program in a copy of the repository.");
    }
}
