using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Tests.Harness;

namespace ZonedSdk.Generators.Tests;

/// <summary>What holds of every rule of the generator, whichever feature it belongs to.</summary>
public sealed class RuleTests
{
    public static TheoryData<string> Ids => [.. RuleCases.Rules().Select(rule => rule.Id)];

    [Fact]
    public void Every_rule_has_a_case_and_every_case_a_rule() =>
        Assert.Equal(RuleCases.Rules().Select(rule => rule.Id).Order(StringComparer.Ordinal), RuleCases.All.Select(rule => rule.Id).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_page_of_the_generators_bands_has_a_rule() => Assert.Equal(
        RuleCases.Rules().Select(rule => rule.Id).Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Pages(), "ZSDK*.md").Select(page => Path.GetFileNameWithoutExtension(page)).Where(id => id[4] < '4').Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_has_a_page_with_its_title_and_a_help_link_that_leads_there(string id)
    {
        DiagnosticDescriptor rule = RuleCases.Rules().Single(rule => rule.Id == id);
        Assert.EndsWith($"/analyzers/rules/{id}.md", rule.HelpLinkUri, StringComparison.Ordinal);
        string page = File.ReadAllText(Path.Combine(Pages(), id + ".md"));
        Assert.StartsWith($"# {id}: {rule.Title}\n", page, StringComparison.Ordinal);
        Assert.All((string[])["## Wrong\n", "## Right\n", "## Why\n"], heading => Assert.Contains(heading, page, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_wrong_description_gives_one_diagnostic_at_its_place_and_no_compiler_error(string id)
    {
        GeneratorRun run = Case(id).RunWrong();
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal(id, diagnostic.Id);
        Assert.Equal("", string.Join("\n", run.CompilerErrors));
        if (id == "ZSDK1015")
        {
            // A mistake in a file has its line there, and the attribute as the other place.
            Assert.EndsWith(RuleCase.File, diagnostic.Location.GetLineSpan().Path, StringComparison.Ordinal);
            Assert.True(Assert.Single(diagnostic.AdditionalLocations).IsInSource);
        }
        else
        {
            Assert.True(diagnostic.Location.IsInSource);
            Assert.Equal("File2.cs", diagnostic.Location.SourceTree!.FilePath);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_pragma_reaches_a_rule_wherever_there_is_a_line_for_it(string id)
    {
        GeneratorRun run = Case(id).RunWrong($"#pragma warning disable {id}\n");
        Assert.Equal(id != "ZSDK1015", Assert.Single(run.Diagnostics).IsSuppressed);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_mended_description_is_silent_and_compiles(string id)
    {
        GeneratorRun run = Case(id).RunRight().Compiles();
        Assert.NotEmpty(run.Sources);
    }

    private static RuleCase Case(string id) => RuleCases.All.Single(rule => rule.Id == id);

    private static string Pages() => Path.Combine(RepositoryRoot.Find(), "analyzers", "rules");
}
