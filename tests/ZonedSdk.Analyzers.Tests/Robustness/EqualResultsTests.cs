using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.Analyzers.Tests.Support;
using ZonedSdk.TestSupport;

namespace ZonedSdk.Analyzers.Tests.Robustness;

/// <summary>The results are the same in every run: whatever the order of the files, whether bodies are analysed at once or one by one.</summary>
public sealed class EqualResultsTests
{
    [Fact]
    public async Task All_rules_report_the_same_however_often_and_in_whatever_order()
    {
        int runs = Campaign.Pick(brief: 3, full: 20);
        SyntaxTree[] trees = [.. RuleInputs.All.Select(static (code, index) =>
            CSharpSyntaxTree.ParseText($"namespace N{index}\n{{\n{code}\n}}\n", new CSharpParseOptions(LanguageVersion.Preview), $"{index:D4}.cs"))];
        string first = await RunAsync(trees, isConcurrent: false);
        foreach (string id in AllRules.Create().Select(static r => r.Descriptor.Id))
        {
            Assert.Contains(id, first, StringComparison.Ordinal);
        }

        for (int run = 1; run < runs; run++)
        {
            new Random(run).Shuffle(trees);
            string again = await RunAsync(trees, isConcurrent: run % 2 == 1);
            Assert.True(first == again, $"run {run} differs from the first one: {FirstDifference(first, again)}");
        }
    }

    [Fact]
    public void A_result_that_differs_in_anything_is_another_line()
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText("class C { }", path: "C.cs");
        var rule = new DiagnosticDescriptor("T1", "t", "{0}", "c", DiagnosticSeverity.Warning, isEnabledByDefault: true);
        Location at = Location.Create(tree, new(0, 5)), other = Location.Create(tree, new(6, 1));
        Diagnostic[] different =
        [
            Diagnostic.Create(rule, at, "a"), Diagnostic.Create(rule, at, "b"), Diagnostic.Create(rule, other, "a"), Diagnostic.Create(rule, at, [other], "a"),
            Diagnostic.Create(rule, at, DiagnosticSeverity.Error, null, null, "a"),
            Diagnostic.Create(rule, at, ImmutableDictionary<string, string?>.Empty.Add("hint", "h"), "a"),
        ];
        Assert.Equal(different.Length, different.Select(static d => SarifResults.Of([d])).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(SarifResults.Of(different), SarifResults.Of(different.Reverse()));
    }

    private static async Task<string> RunAsync(IEnumerable<SyntaxTree> trees, bool isConcurrent)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Inputs", trees, TestReferences.Sdk, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, concurrentBuild: isConcurrent));
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: isConcurrent, logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> found = await compilation.WithAnalyzers([new ConcurrencyAnalyzer()], options).GetAnalyzerDiagnosticsAsync();
        return SarifResults.Of(found);
    }

    private static string FirstDifference(string first, string again)
    {
        IEnumerable<(string, string)> pairs = first.Split('\n').Zip(again.Split('\n'));
        (string before, string after) = pairs.FirstOrDefault(static p => p.Item1 != p.Item2);
        return $"\n  {before}\n  {after}";
    }
}
