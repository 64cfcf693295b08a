using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ZonedSdk.Analyzers.Tests.SelfHost;
using ZonedSdk.Analyzers.Tests.Support;
using ZonedSdk.TestSupport;

namespace ZonedSdk.Analyzers.Tests.Robustness;

/// <summary>No rule throws, whatever is missing in a source: 10,000 of them in the full campaign, the runtime's own files and the rules' test inputs.</summary>
public sealed class DamagedSourcesTests
{
    private const int FilesPerCompilation = 10;

    private static readonly CSharpParseOptions s_parseOptions = new(LanguageVersion.Preview);

    private static readonly CSharpCompilation s_empty = CSharpCompilation.Create(
        "Damaged", [], TestReferences.Sdk, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    [Fact]
    public async Task Test_inputs_with_missing_tokens()
    {
        int count = Campaign.Pick(brief: 300, full: 3_000);
        await Parallel.ForAsync(0, count, static async (seed, token) =>
        {
            SyntaxTree whole = CSharpSyntaxTree.ParseText(RuleInputs.All[seed % RuleInputs.All.Count], s_parseOptions, "Input.cs", cancellationToken: token);
            SyntaxTree damaged = TokenLoss.Damage(whole, seed);
            AssertNothingThrew(await AnalyseAsync(s_empty.AddSyntaxTrees(damaged), new ConcurrencyAnalyzer()), damaged, seed);
        });
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
                damaged.Add(TokenLoss.Damage(file, seed));
                compilation = compilation.ReplaceSyntaxTree(file, damaged[^1]);
            }

            CompilationWithAnalyzers run = compilation.WithAnalyzers([new ConcurrencyAnalyzer()]);
            for (int i = 0; i < FilesPerCompilation; i++)
            {
                ImmutableArray<Diagnostic> found = await run.GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(damaged[i]), filterSpan: null, CancellationToken.None);
                AssertNothingThrew(found, damaged[i], (round * FilesPerCompilation) + i);
            }
        }
    }

    [Fact]
    public async Task An_analyzer_that_throws_is_noticed_with_its_seed_and_source()
    {
        SyntaxTree damaged = TokenLoss.Damage(CSharpSyntaxTree.ParseText("class C { int M() => 1; }", s_parseOptions, "Input.cs"), seed: 7);
        ImmutableArray<Diagnostic> found = await AnalyseAsync(s_empty.AddSyntaxTrees(damaged), new ThrowingAnalyzer());
        Exception failure = Assert.ThrowsAny<Exception>(() => AssertNothingThrew(found, damaged, 7));
        Assert.Contains("seed 7", failure.Message, StringComparison.Ordinal);
        Assert.Contains(damaged.ToString(), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_depends_on_nothing_but_the_seed_and_there_are_many_inputs()
    {
        var lost = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        SyntaxTree whole = CSharpSyntaxTree.ParseText(RuleInputs.All[0], s_parseOptions);
        Assert.All(Enumerable.Range(0, 20), seed =>
        {
            string text = TokenLoss.Damage(whole, seed).ToString();
            Assert.Equal(text, TokenLoss.Damage(whole, seed).ToString());
            Assert.NotEqual(whole.ToString(), text);
            lost[text] = true;
        });
        Assert.True(lost.Count >= 19, "different seeds take different tokens");
        Assert.True(RuleInputs.All.Count > 250, string.Create(CultureInfo.InvariantCulture, $"{RuleInputs.All.Count} inputs were read from the rules' tests"));
        Assert.DoesNotContain(RuleInputs.All, static i => i.Contains("{|", StringComparison.Ordinal));
    }

    private static Task<ImmutableArray<Diagnostic>> AnalyseAsync(CSharpCompilation compilation, DiagnosticAnalyzer analyzer) =>
        compilation.WithAnalyzers([analyzer]).GetAnalyzerDiagnosticsAsync();

    private static void AssertNothingThrew(ImmutableArray<Diagnostic> found, SyntaxTree damaged, int seed)
    {
        Diagnostic? crash = found.FirstOrDefault(static d => d.Id == "AD0001");
        Assert.True(crash is null, $"seed {seed}, {damaged.FilePath}: {crash}\n{damaged}");
    }

    // Deliberately not in the folder of samples: nothing but this test may ever run it.
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class ThrowingAnalyzer : DiagnosticAnalyzer
    {
        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [new("T1", "t", "m", "c", DiagnosticSeverity.Warning, isEnabledByDefault: true)];

        public override void Initialize(AnalysisContext context)
        {
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.EnableConcurrentExecution();
            context.RegisterSyntaxTreeAction(static _ => throw new InvalidOperationException("thrown on purpose"));
        }
    }
}
