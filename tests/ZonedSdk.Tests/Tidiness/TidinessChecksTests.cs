using System.Xml.Linq;

namespace ZonedSdk.Tests.Tidiness;

/// <summary>Each check, shown to complain about bad input and to leave good input alone.</summary>
public sealed class TidinessChecksTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(500, 0)]
    [InlineData(501, 1)]
    public void A_file_over_500_lines_is_too_long(int lineCount, int complaints)
    {
        string text = string.Concat(Enumerable.Repeat("x\n", lineCount));
        Assert.Equal(complaints, TidinessChecks.TooLong("a.cs", text).Count());
    }

    [Fact]
    public void A_last_line_without_its_end_counts() =>
        Assert.Single(TidinessChecks.TooLong("a.cs", string.Concat(Enumerable.Repeat("x\n", 500)) + "x"));

    [Theory]
    [InlineData("TO", "DO")]
    [InlineData("FIX", "ME")]
    [InlineData("HA", "CK")]
    [InlineData("XX", "X")]
    public void Work_left_open_is_found_with_its_line(string head, string tail)
    {
        string word = head + tail;
        Assert.StartsWith($"a.cs(2): '{word}'", Assert.Single(TidinessChecks.LeftOpen("a.cs", $"int a;\n// {word}: later\n")), StringComparison.Ordinal);
        Assert.Empty(TidinessChecks.LeftOpen("a.cs", $"{word}LIST {word.ToLowerInvariant()}"));
    }

    [Theory]
    [InlineData("/ho", "me/anna/zoned")]
    [InlineData("see /ro", "ot/zoned")]
    [InlineData("\"/wo", "rk/zoned\"")]
    [InlineData("C:\\Us", "ers\\anna")]
    [InlineData("file:/Us", "ers/anna")]
    public void A_path_of_one_machine_is_found(string head, string tail) =>
        Assert.Single(TidinessChecks.MachinePaths("a.cs", head + tail));

    [Theory]
    [InlineData("/dev/nullb0 /proc/self/fd /sys/block /tmp/zoned.img")]
    [InlineData("artifacts/work/zoned")]
    [InlineData("https://example.org/home/zoned")]
    public void A_path_that_every_machine_has_is_left_alone(string text) =>
        Assert.Empty(TidinessChecks.MachinePaths("a.cs", text));

    [Fact]
    public void A_folder_that_is_named_and_missing_is_found()
    {
        const string text = "`src/ZonedSdk/Zones/` holds zones, `src/Nowhere/` nothing, `IZoneBackend` is a type, n/a a word.";
        string complaint = Assert.Single(TidinessChecks.MissingFolders("A.md", text, folder => folder == "src/ZonedSdk/Zones"));
        Assert.Contains("src/Nowhere", complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[a](there.md) [b](../LICENSE#terms) [c](#here) [d](https://example.org/x) [e](mailto:a@example.org)", 0)]
    [InlineData("[a](nowhere.md)", 1)]
    [InlineData("[a](nowhere.md#part), again [a](nowhere.md) and [b](../nothing/)", 2)]
    public void A_link_that_leads_nowhere_is_found(string text, int complaints) =>
        Assert.Equal(complaints, TidinessChecks.DeadLinks("docs/A.md", text, target => target is "docs/there.md" or "LICENSE").Count());

    [Theory]
    [InlineData("<summary>What it is.</summary>", 0)]
    [InlineData("<inheritdoc cref='x' />", 0)]
    [InlineData("<summary> </summary>", 1)]
    [InlineData("<remarks>Only a remark.</remarks>", 1)]
    public void A_public_type_needs_a_summary(string documentation, int complaints)
    {
        var xml = XDocument.Parse($"<doc><members><member name='T:{typeof(TidinessChecksTests).FullName}'>{documentation}</member></members></doc>");
        Assert.Equal(complaints, TidinessChecks.UndocumentedTypes([typeof(TidinessChecksTests), typeof(TidinessChecks)], xml).Count());
    }

    [Fact]
    public void A_public_type_without_an_entry_is_found() =>
        Assert.Single(TidinessChecks.UndocumentedTypes([typeof(TidinessChecksTests)], XDocument.Parse("<doc><members /></doc>")));

    [Fact]
    public void The_root_is_searched_upwards_and_a_missing_one_is_named() =>
        Assert.Throws<DirectoryNotFoundException>(() => RepositoryFiles.FindRoot(Path.GetTempPath()));
}
