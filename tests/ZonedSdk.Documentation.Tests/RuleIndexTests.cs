using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using ZonedSdk.Analyzers;
using ZonedSdk.CodeFixes.Locks;
using ZonedSdk.Documentation.Tests.Pages;
using ZonedSdk.Generators;

namespace ZonedSdk.Documentation.Tests;

/// <summary>The index of the rules is what the rules are.</summary>
public sealed class RuleIndexTests
{
    private const string Index = $"{RepositoryPages.RulesFolder}README.md";

    [Fact]
    public void The_index_has_a_row_for_each_rule_with_its_title_severity_and_fix()
    {
        HashSet<string> fixable = [.. Fixes().SelectMany(static fix => fix.FixableDiagnosticIds)];
        string[] expected = [.. Rules().OrderBy(static rule => rule.Id, StringComparer.Ordinal).Select(rule => RowOf(rule, fixable.Contains(rule.Id)))];
        string[] rows = [.. RepositoryPages.TextOf(Index).Split('\n').Where(static line => line.StartsWith("| [ZSDK", StringComparison.Ordinal))];

        Assert.True(expected.Length >= 58, $"{expected.Length} rules were found.");
        Assert.Equal(string.Join('\n', expected), string.Join('\n', rows));
    }

    [Fact]
    public void Each_page_of_a_rule_is_in_the_index()
    {
        string text = RepositoryPages.TextOf(Index);
        Assert.All(
            RepositoryPages.Paths.Where(static path => path.StartsWith(RepositoryPages.RulesFolder, StringComparison.Ordinal) && path != Index),
            path => Assert.Contains($"]({Path.GetFileName(path)})", text, StringComparison.Ordinal));
    }

    private static string RowOf(DiagnosticDescriptor rule, bool isFixable) =>
        $"| [{rule.Id}]({rule.Id}.md) | {rule.Title} | {rule.DefaultSeverity.ToString().ToLowerInvariant()} | {(isFixable ? "yes" : "no")} |";

    private static IEnumerable<DiagnosticDescriptor> Rules() =>
        typeof(ZonedGenerator).Assembly.GetType("ZonedSdk.Generators.Parsing.Rules", throwOnError: true)!
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(static field => (DiagnosticDescriptor)field.GetValue(null)!)
            .Concat(new ConcurrencyAnalyzer().SupportedDiagnostics);

    private static IEnumerable<CodeFixProvider> Fixes() =>
        typeof(TakeGateFix).Assembly.GetTypes().Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider))).Select(static type => (CodeFixProvider)Activator.CreateInstance(type)!);
}
