using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ZonedSdk.Analyzers.Tests.SelfHost;
using ZonedSdk.Analyzers.Tests.Support;
using ZonedSdk.CodeFixes.Locks;
using ZonedSdk.CodeFixes.Ownership;
using ZonedSdk.CodeFixes.Protocol;
using ZonedSdk.CodeFixes.Trying;

namespace ZonedSdk.Analyzers.Tests.Fixes;

/// <summary>Each fix, in all of a document, of a project with two documents, and of a solution with two projects: no more than was asked for, and no less.</summary>
public sealed class FixAllScopeTests
{
    private const string RequireBefore = """
        class C
        {
            private readonly object _gate = new();
            [GuardedBy(nameof(_gate))] private int _x;

            private void Add() => _x++;

            public void M()
            {
                lock (_gate) { Add(); }
            }
        }
        """;

    // The page whose example it fixes; RequireGateFix comes second on its rules' pages.
    private static readonly Dictionary<string, (TriedFix Fix, string? Page)> s_fixes = new(StringComparer.Ordinal)
    {
        [nameof(TakeGateFix)] = (new TakeGateFix(), "ZSDK4001"),
        [nameof(RequireGateFix)] = (new RequireGateFix(), null),
        [nameof(WaitOutsideFix)] = (new WaitOutsideFix(), "ZSDK4010"),
        [nameof(AdvanceAtIssueFix)] = (new AdvanceAtIssueFix(), "ZSDK4020"),
        [nameof(ResynchronizeFix)] = (new ResynchronizeFix(), "ZSDK4030"),
        [nameof(UsingFix)] = (new UsingFix(), "ZSDK4040"),
        [nameof(AssignedOffsetFix)] = (new AssignedOffsetFix(), "ZSDK4050"),
        [nameof(ReadAgainFix)] = (new ReadAgainFix(), "ZSDK4070"),
    };

    public static TheoryData<string, FixAllScope> Cases()
    {
        var cases = new TheoryData<string, FixAllScope>();
        foreach (string fix in s_fixes.Keys)
        {
            cases.Add(fix, FixAllScope.Document);
            cases.Add(fix, FixAllScope.Project);
            cases.Add(fix, FixAllScope.Solution);
        }

        return cases;
    }

    [Fact]
    public void Every_fix_of_the_concurrency_rules_is_here() => Assert.Equal(
        typeof(TriedFix).Assembly.GetTypes().Where(static t => t.IsSubclassOf(typeof(TriedFix))).Select(static t => t.Name).Order(StringComparer.Ordinal),
        s_fixes.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_is_asked_for_is_fixed_and_nothing_else(string name, FixAllScope scope)
    {
        (TriedFix fix, string? page) = s_fixes[name];
        (string before, string after) = page is null
            ? (RequireBefore, RequireBefore.Replace("    private void Add()", "    [RequiresLock(nameof(_gate))]\n    private void Add()", StringComparison.Ordinal))
            : FixPages.FixedExampleIn(await File.ReadAllTextAsync(Path.Combine(RuntimeSources.Root, "analyzers", "rules", page + ".md")));
        using var workspace = new AdhocWorkspace();
        Solution solution = workspace.CurrentSolution;
        DocumentId[] documents = new DocumentId[3];
        (solution, documents[0], documents[1]) = AddProject(solution, "One", before, "First", "Second");
        (solution, documents[2], _) = AddProject(solution, "Two", before, "Third", null);

        Document first = solution.GetDocument(documents[0])!;
        FixAllProvider provider = fix.GetFixAllProvider();
        var context = new FixAllContext(first, fix, scope, fix.Key, provider.GetSupportedFixAllDiagnosticIds(fix), new Analysed(), CancellationToken.None);
        CodeAction? action = await provider.GetFixAsync(context);
        Assert.NotNull(action);
        Solution done = (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution;

        int fixedCount = scope switch { FixAllScope.Document => 1, FixAllScope.Project => 2, _ => 3 };
        for (int i = 0; i < documents.Length; i++)
        {
            string text = (await done.GetDocument(documents[i])!.GetTextAsync()).ToString();
            Assert.Equal(SourceOf(i < fixedCount ? after : before, i switch { 0 => "First", 1 => "Second", _ => "Third" }), text);
        }
    }

    private static (Solution Solution, DocumentId First, DocumentId Second) AddProject(Solution solution, string name, string code, string first, string? second)
    {
        var id = ProjectId.CreateNewId(name);
        solution = solution.AddProject(ProjectInfo.Create(
            id, VersionStamp.Default, name, name, LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary),
            parseOptions: new CSharpParseOptions(LanguageVersion.Preview),
            metadataReferences: TestReferences.Sdk));
        DocumentId[] ids = [.. new[] { first, second }.OfType<string>().Select(document =>
        {
            var documentId = DocumentId.CreateNewId(id, document);
            solution = solution.AddDocument(documentId, document + ".cs", SourceText.From(SourceOf(code, document)), filePath: $"/{name}/{document}.cs");
            return documentId;
        })];
        return (solution, ids[0], ids[^1]);
    }

    // Each file in a namespace of its own: all of them declare the same types.
    private static string SourceOf(string code, string document) => $"{RuleCheck.Usings}namespace {document};\n{code}";

    // What an editor finds in a project or one of its documents.
    private sealed class Analysed : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
        {
            Compilation compilation = (await project.GetCompilationAsync(cancellationToken))!;
            Assert.Empty(compilation.GetDiagnostics(cancellationToken).Where(static d => d.Severity == DiagnosticSeverity.Error));
            return await compilation.WithAnalyzers([new ConcurrencyAnalyzer()]).GetAnalyzerDiagnosticsAsync(cancellationToken);
        }

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            SyntaxTree? tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return (await GetAllDiagnosticsAsync(document.Project, cancellationToken)).Where(d => d.Location.SourceTree == tree);
        }

        public override async Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            (await GetAllDiagnosticsAsync(project, cancellationToken)).Where(static d => !d.Location.IsInSource);
    }
}
