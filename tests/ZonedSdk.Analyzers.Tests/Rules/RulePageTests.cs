using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.Analyzers.Tests.Fixes;
using ZonedSdk.Analyzers.Tests.SelfHost;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>Each rule has its page, whose examples behave as it says, its line in the release notes, its tests, and a descriptor that leads to the page.</summary>
public sealed class RulePageTests
{
    private static readonly string s_folder = RuntimeSources.Root;

    public static TheoryData<string> Ids() => new(AllRules.Create().Select(static r => r.Descriptor.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_has_a_page_with_all_parts(string id)
    {
        string page = PageOf(id);
        DiagnosticDescriptor rule = RuleOf(id);
        Assert.StartsWith($"# {id}: {rule.Title}\n", page, StringComparison.Ordinal);
        Assert.Contains($"Category `{rule.Category}`, {rule.DefaultSeverity.ToString().ToLowerInvariant()} by default.", page, StringComparison.Ordinal);
        string[] parts = FixPages.FixOf(id) is null ? ["Wrong", "Right", "Why", "Options"] : ["Wrong", "Right", "Why", "Fix", "Options"];
        Assert.Equal(parts, Regex.Matches(page, "^## (.+)$", RegexOptions.Multiline).Select(static m => m.Groups[1].Value));
        Assert.EndsWith($"/analyzers/rules/{id}.md", rule.HelpLinkUri, StringComparison.Ordinal);
        Assert.Equal("ZonedSdk.Concurrency", rule.Category);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Its_wrong_example_is_reported_and_its_right_one_is_not(string id)
    {
        string[] examples = FixPages.ExamplesIn(PageOf(id));
        Assert.InRange(examples.Length, 2, FixPages.FixOf(id) is null ? 2 : 4);
        Assert.Contains(id, await RuleCheck.IdsAsync(examples[0]));
        Assert.Empty(await RuleCheck.IdsAsync(examples[1]));
    }

    [Theory]
    [MemberData(nameof(FixPages.Ids), MemberType = typeof(FixPages))]
    public async Task What_its_fix_makes_is_what_the_page_shows(string id)
    {
        (string before, string after) = FixPages.FixedExampleIn(PageOf(id));
        Assert.Equal(after, await FixPages.FixAsync(id, before));
        Assert.DoesNotContain(id, await RuleCheck.IdsAsync(after));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_stands_in_the_release_notes_and_has_a_test_class(string id)
    {
        DiagnosticDescriptor rule = RuleOf(id);
        string notes = File.ReadAllText(Path.Combine(s_folder, "analyzers/ZonedSdk.Analyzers/AnalyzerReleases.Unshipped.md"))
            + File.ReadAllText(Path.Combine(s_folder, "analyzers/ZonedSdk.Analyzers/AnalyzerReleases.Shipped.md"));
        Assert.Contains($"{id} | {rule.Category} | {rule.DefaultSeverity} |", notes, StringComparison.Ordinal);
        string name = AllRules.Create().Single(r => r.Descriptor.Id == id).GetType().Name;
        Assert.True(File.Exists(Path.Combine(s_folder, "tests/ZonedSdk.Analyzers.Tests/Rules", name.Replace("Rule", "Tests", StringComparison.Ordinal) + ".cs")), $"{name} has no test class.");
    }

    [Fact]
    public void A_page_belongs_to_a_rule() => Assert.Empty(
        Directory.EnumerateFiles(Path.Combine(s_folder, "analyzers/rules"), "ZSDK4*.md").Select(static f => Path.GetFileNameWithoutExtension(f)).Except(AllRules.Create().Select(static r => r.Descriptor.Id)));

    private static DiagnosticDescriptor RuleOf(string id) => AllRules.Create().Single(r => r.Descriptor.Id == id).Descriptor;

    private static string PageOf(string id) => File.ReadAllText(Path.Combine(s_folder, "analyzers/rules", id + ".md"));
}
