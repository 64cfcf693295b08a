using ZonedSdk.Documentation.Tests.Compiling;
using ZonedSdk.Documentation.Tests.Pages;

namespace ZonedSdk.Documentation.Tests;

/// <summary>What pages show compiles, and our rules say of it what the page says they do.</summary>
// Programs print, and there is one console: these classes take turns.
[Collection("console")]
public sealed class CodeBlockTests
{
    public static TheoryData<string> PagesWithCode => [.. RepositoryPages.Paths.Where(path => PageOf(path).Count > 0)];

    [Theory]
    [MemberData(nameof(PagesWithCode))]
    public async Task Every_block_of_a_page_compiles_and_our_rules_say_what_is_announced(string path)
    {
        IReadOnlyList<CodeBlock> page = PageOf(path);
        List<string> complaints = [];
        foreach (CodeBlock block in page)
        {
            CompiledBlock compiled = await BlockCompiler.CompileAsync(block, page);
            string[] said = [.. compiled.Complaints()];
            complaints.AddRange(said.Length > 0 || !block.Runs ? said : await compiled.RunAsync());
        }

        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }

    [Fact]
    public void The_pages_with_code_are_those_of_the_rules_and_the_guides()
    {
        // A test over an empty list would be content with anything.
        string[] pages = [.. PagesWithCode.Cast<object[]>().Select(static row => (string)row[0])];
        Assert.Contains("README.md", pages);
        Assert.Contains("src/ZonedSdk/Zones/README.md", pages);
        Assert.Contains("src/ZonedSdk.Testing/PACKAGE.md", pages);
        Assert.True(pages.Count(static page => page.StartsWith(RepositoryPages.RulesFolder, StringComparison.Ordinal)) >= 50);
    }

    private static IReadOnlyList<CodeBlock> PageOf(string path) => PageReader.Read(path, RepositoryPages.TextOf(path));
}
