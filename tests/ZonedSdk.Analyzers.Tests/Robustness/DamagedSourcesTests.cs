using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ZonedSdk.Analyzers.Tests.SelfHost;
using ZonedSdk.Analyzers.Tests.Support;
using ZonedSdk.TestSupport;

namespace ZonedSdk.Analyzers.Tests.Robustness;

/// <summary>No rule throws, whatever is missing in a source: 10,000 of them in the full campaign, the runtime's own files and the rules' test inputs.</summary>
public sealed class DamagedSourcesTests
{
    private const int FilesPerCompilation = 10;

    // What a compilation costs before its first body is bound, it costs once for all of these.
    private const int InputsPerCompilation = 100;

    private static readonly CSharpParseOptions s_parseOptions = new(LanguageVersion.Preview);

    private static readonly CSharpCompilation s_empty = CSharpCompilation.Create(
        "Damaged", [], TestReferences.Sdk, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    [Fact]
    public async Task Test_inputs_with_missing_tokens()
    {
        int count = Campaign.Pick(brief: 300, full: 9_800);
        TokenLoss[] inputs = [.. RuleInputs.All.Select(static i => new TokenLoss(i))];
        for (int first = 0; first < count; first += InputsPerCompilation)
        {
            // Each in a namespace of its own, which is not damaged: they declare types of the same names.
            SyntaxTree[] damaged = [.. Enumerable.Range(first, InputsPerCompilation).Select(seed =>
                Parse($"namespace N{seed}\n{{\n{inputs[seed % inputs.Length].Damage(seed)}\n}}\n", PathOf(seed)))];
            AssertNothingThrew(await AnalyseAsync(s_empty.AddSyntaxTrees(damaged), new ConcurrencyAnalyzer()), damaged);
        }
    }

    [Fact]
    public async Task Files_of_the_runtime_with_missing_tokens()
    {
        int count = Campaign.Pick(brief: 2, full: 20);
        CSharpCompilation runtime = RuntimeSources.Unchanged;
        SyntaxTree[] files = [.. runtime.SyntaxTrees.Where(static t => t.GetText().Lines.Count > 20)];
        for (int round = 0; round < count; round++)
        {
            // Neighbours in the order of files know each other.
            List<SyntaxTree> damaged = [];
            CSharpCompilation compilation = runtime;
            for (int i = 0; i < FilesPerCompilation; i++)
            {
                int seed = (round * FilesPerCompilation) + i;
                SyntaxTree file = files[seed % files.Length];
                damaged.Add(Parse(new TokenLoss(file).Damage(seed), PathOf(seed)));
                compilation = compilation.ReplaceSyntaxTree(file, damaged[^1]);
            }

            CompilationWithAnalyzers run = compilation.WithAnalyzers([new ConcurrencyAnalyzer()]);
            foreach (SyntaxTree tree in damaged)
            {
                AssertNothingThrew(await run.GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), filterSpan: null, CancellationToken.None), [tree]);
            }
        }
    }

    [Fact]
    public async Task A_guard_whose_annotation_names_no_gate()
    {
        SyntaxTree[] source = [Parse(
            """
            using System.Threading;
            using ZonedSdk.Annotations;

            class Zone
            {
                private readonly Lock _gate = new();
                private int _state;

                void M()
                {
                    using Guard guard = new(this);
                    ref int state = ref guard.State;
                    state++;
                }

                ref struct Guard
                {
                    private readonly Zone _zone;

                    [ExcludesLock("zone._gat")]
                    public Guard(Zone zone) => _zone = zone;

                    public ref int State => ref _zone._state;

                    [ReleasesLock("_zone._gate")]
                    public void Dispose() => _zone._gate.Exit();
                }
            }
            """,
            PathOf(1))];
        ImmutableArray<Diagnostic> found = await AnalyseAsync(s_empty.AddSyntaxTrees(source), new ConcurrencyAnalyzer());
        AssertNothingThrew(found, source);
        Assert.Contains(found, static d => d.Id == "ZSDK4008");
    }

    [Fact]
    public async Task An_analyzer_that_throws_is_noticed_with_its_seed_and_source()
    {
        SyntaxTree[] trees = [Parse("class A { }", PathOf(6)), Parse(new TokenLoss("class C { int M() => 1; }").Damage(seed: 7), PathOf(7))];
        ImmutableArray<Diagnostic> found = await AnalyseAsync(s_empty.AddSyntaxTrees(trees), new ThrowingAnalyzer(PathOf(7)));
        Exception failure = Assert.ThrowsAny<Exception>(() => AssertNothingThrew(found, trees));
        Assert.Contains("thrown on purpose", failure.Message, StringComparison.Ordinal);
        Assert.Contains(PathOf(7), failure.Message, StringComparison.Ordinal);
        Assert.Contains(trees[1].ToString(), failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(trees[0].ToString(), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_depends_on_nothing_but_the_seed_and_there_are_many_inputs()
    {
        var input = new TokenLoss(RuleInputs.All[0]);
        string[] damaged = [.. Enumerable.Range(0, 20).Select(input.Damage)];
        Assert.Equal(damaged, Enumerable.Range(0, 20).Select(new TokenLoss(RuleInputs.All[0]).Damage));
        Assert.DoesNotContain(RuleInputs.All[0], damaged);
        Assert.True(damaged.Distinct(StringComparer.Ordinal).Count() >= 19, "different seeds take different tokens");
        Assert.True(RuleInputs.All.Count > 250, string.Create(CultureInfo.InvariantCulture, $"{RuleInputs.All.Count} inputs were read from the rules' tests"));
        Assert.DoesNotContain(RuleInputs.All, static i => i.Contains("{|", StringComparison.Ordinal));
    }

    private static string PathOf(int seed) => string.Create(CultureInfo.InvariantCulture, $"Seed{seed:D5}.cs");

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), s_parseOptions, path);

    private static Task<ImmutableArray<Diagnostic>> AnalyseAsync(CSharpCompilation compilation, DiagnosticAnalyzer analyzer) =>
        compilation.WithAnalyzers([analyzer]).GetAnalyzerDiagnosticsAsync();

    // A crash names its file where it has one, else the member: then it is one of all these.
    private static void AssertNothingThrew(ImmutableArray<Diagnostic> found, IReadOnlyCollection<SyntaxTree> damaged)
    {
        if (found.FirstOrDefault(static d => d.Id == "AD0001") is { } crash)
        {
            string text = crash.GetMessage(CultureInfo.InvariantCulture) + crash.Descriptor.Description.ToString(CultureInfo.InvariantCulture);
            SyntaxTree? place = damaged.FirstOrDefault(t => text.Contains(t.FilePath, StringComparison.Ordinal));
            Assert.Fail($"{place?.FilePath ?? string.Join(", ", damaged.Select(static t => t.FilePath))}: {text}\n{place}");
        }
    }

    // Deliberately not in the folder of samples: nothing but this test may ever run it.
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class ThrowingAnalyzer(string path) : DiagnosticAnalyzer
    {
        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [new("T1", "t", "m", "c", DiagnosticSeverity.Warning, isEnabledByDefault: true)];

        public override void Initialize(AnalysisContext context)
        {
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.EnableConcurrentExecution();
            context.RegisterSyntaxTreeAction(c =>
            {
                if (c.Tree.FilePath == path)
                {
                    throw new InvalidOperationException("thrown on purpose");
                }
            });
        }
    }
}
