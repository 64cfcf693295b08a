using System.Text.RegularExpressions;
using ZonedSdk.Tests.Tidiness;

namespace ZonedSdk.Tests.Behaviour;

/// <summary>ROWS.md names for each behaviour of the protocol the tests, and the cases of the conformance kit, that show it; one that was renamed or removed must not stay there.</summary>
public sealed partial class RowsTests
{
    private const int LastRow = 54;

    private static readonly string[] s_folders = ["tests/", "src/ZonedSdk.Testing/Cases/"];
    private static readonly string s_table = RepositoryFiles.Read("tests/ZonedSdk.Tests/Behaviour/ROWS.md");

    [Fact]
    public void Every_behaviour_has_its_row() =>
        Assert.Equal(Enumerable.Range(1, LastRow), Row().Matches(s_table).Select(match => int.Parse(match.Groups["row"].Value)));

    [Fact]
    public void Every_row_names_a_test_or_says_why_not() =>
        Assert.All(Row().Matches(s_table), match => Assert.True(Name().IsMatch(match.Value) || match.Value.Contains("not here:", StringComparison.Ordinal), match.Value));

    [Fact]
    public void Every_test_that_is_named_exists()
    {
        HashSet<string> declared = [.. RepositoryFiles.All
            .Where(path => s_folders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)) && path.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(path => Declaration().Matches(RepositoryFiles.Read(path)).Select(match => $"{Path.GetFileNameWithoutExtension(path)}.{match.Groups["name"].Value}"))];
        string[] missing = [.. Name().Matches(s_table).Select(match => match.Groups["name"].Value).Where(name => !declared.Contains(name))];
        Assert.True(missing.Length == 0, string.Join('\n', missing));
    }

    [GeneratedRegex(@"^\| (?<row>\d+) \|.*$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<name>\w+(Tests|Cases)\.[A-Z]\w+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"(public|private static) (async )?(Task|void|CaseList) (?<name>[A-Z]\w+)\(")]
    private static partial Regex Declaration();
}
