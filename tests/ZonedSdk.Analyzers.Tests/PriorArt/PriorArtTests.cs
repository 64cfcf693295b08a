using System.Text;
using ZonedSdk.Analyzers.Tests.SelfHost;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.PriorArt;

/// <summary>
/// What the two best-known checkers of guarded state find in the situations of their own tests, and what we find in the same, written in C#.
/// Where the two differ the reason stands beside the case. <c>README.md</c> is the table; <c>ZONEDSDK_UPDATE_GOLDENS=1 dotnet test</c> writes it.
/// </summary>
public sealed class PriorArtTests
{
    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (PriorCase known in PriorCases.All)
        {
            data.Add(known.Source, known.Name);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public Task We_find_what_is_marked(string source, string name) =>
        RuleCheck.Types(PriorCases.All.Single(c => c.Source == source && c.Name == name).Code);

    [Fact]
    public void Where_we_differ_the_reason_is_written_and_only_there()
    {
        Assert.All(PriorCases.All, static c => Assert.True(
            (c.Ours.Count != c.Theirs) == (c.Why is not null), $"{c.Name}: theirs {c.Theirs}, ours {c.Ours.Count}, reason: {c.Why ?? "none"}"));
    }

    [Fact]
    public void There_are_at_least_two_hundred() => Assert.True(PriorCases.All.Count >= 200);

    [Fact]
    public void The_table_says_what_the_cases_say()
    {
        string path = Path.Combine(RuntimeSources.Root, "tests/ZonedSdk.Analyzers.Tests/PriorArt/README.md");
        string table = Table();
        if (Environment.GetEnvironmentVariable("ZONEDSDK_UPDATE_GOLDENS") == "1")
        {
            File.WriteAllText(path, table);
        }

        Assert.Equal(table, File.ReadAllText(path));
    }

    private static string Table()
    {
        int agreed = PriorCases.All.Count(static c => c.Why is null);
        var text = new StringBuilder("# Prior art\n\n");
        text.Append("Situations from the tests of Clang's thread safety analysis and of Error Prone's GuardedBy checker, each written anew in C# with our annotations.\n");
        text.Append("\"Theirs\" is the number of findings there, \"ours\" the rules that speak here. Whoever wants to see a case finds it by its name in the files of this folder.\n\n");
        text.Append($"{PriorCases.All.Count} situations, {agreed} agreed, {PriorCases.All.Count - agreed} with the reason why not. This page is written by `PriorArtTests` and held against the cases.\n");
        foreach (IGrouping<string, PriorCase> file in PriorCases.All.GroupBy(static c => c.Source))
        {
            text.Append($"\n## {file.Key}\n\n| situation | theirs | ours | |\n|---|---|---|---|\n");
            foreach (PriorCase known in file)
            {
                text.Append($"| {known.Name.Replace("|", "\\|", StringComparison.Ordinal)} | {Count(known.Theirs)} | {Ours(known)} | {known.Why ?? "agreed"} |\n");
            }
        }

        return text.ToString();
    }

    private static string Count(int findings) => findings == 0 ? "silent" : findings.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Ours(PriorCase known) => known.Ours.Count == 0
        ? "silent"
        : string.Join(", ", known.Ours.GroupBy(static id => id).OrderBy(static g => g.Key, StringComparer.Ordinal).Select(static g => g.Count() == 1 ? g.Key : $"{g.Key} ×{g.Count()}"));
}
