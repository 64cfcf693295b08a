using ZonedSdk.Documentation.Tests.Compiling;
using ZonedSdk.Documentation.Tests.Pages;

namespace ZonedSdk.Documentation.Tests;

/// <summary>The reader of pages and the compiler of blocks complain of what is wrong: a check that is content with anything would be none.</summary>
// Programs print, and there is one console: these classes take turns.
[Collection("console")]
public sealed class PageReaderTests
{
    private const string Fence = "```";

    [Fact]
    public void A_block_has_its_line_and_what_the_comments_directly_before_it_say()
    {
        CodeBlock block = Assert.Single(Read("# Title", "", "<!-- given: int a,", "string b -->", "<!-- reports: ZSDK4050, ZSDK4001 -->", $"{Fence}csharp", "F(a, b);", Fence));
        Assert.Equal(7, block.Line);
        Assert.Equal("F(a, b);\n", block.Code);
        Assert.Equal("int a,\nstring b", block.Given);
        Assert.Equal(["ZSDK4001", "ZSDK4050"], block.Reports);
    }

    [Fact]
    public void A_comment_that_does_not_stand_directly_before_a_block_is_none_of_its()
    {
        CodeBlock block = Assert.Single(Read("<!-- given: int a -->", "", $"{Fence}csharp", "class C;", Fence));
        Assert.Null(block.Given);
    }

    [Theory]
    [InlineData("<!-- gives: int a -->")]
    [InlineData("<!-- given: int a -->\n<!-- in: class C -->")]
    public void A_comment_that_means_nothing_is_told(string comment) =>
        Assert.Contains("page.md", Assert.Throws<FormatException>(() => Read(comment, $"{Fence}csharp", "class C;", Fence)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("```csharp\nclass C;")]
    [InlineData("<!-- given: int a")]
    public void What_has_no_end_is_told(string text) =>
        Assert.Contains("has no end", Assert.Throws<FormatException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task An_error_of_the_compiler_is_told_with_its_line_on_the_page() =>
        Assert.Contains("page.md(4,", Assert.Single(await ComplaintsAsync("<!-- given: int a -->", $"{Fence}csharp", "a++;", "b++;", Fence)), StringComparison.Ordinal);

    [Fact]
    public async Task A_finding_of_ours_that_nobody_has_announced_is_told_and_one_that_was_is_not()
    {
        string[] code = [$"{Fence}csharp", "using ZonedSdk.Annotations;", "class C", "{", "    private readonly object _gate = new();", "    [GuardedBy(nameof(_gate))] private int _x;", "    public void F() => _x++;", "}", Fence];
        Assert.Contains("ZSDK4001", Assert.Single(await ComplaintsAsync(code)), StringComparison.Ordinal);
        Assert.Empty(await ComplaintsAsync(["<!-- reports: ZSDK4001 -->", .. code]));
    }

    [Fact]
    public async Task A_finding_that_was_announced_and_does_not_come_is_told() =>
        Assert.Contains("does not come", Assert.Single(await ComplaintsAsync("<!-- reports: ZSDK4001 -->", $"{Fence}csharp", "class C;", Fence)), StringComparison.Ordinal);

    [Fact]
    public async Task A_finding_of_the_generator_is_told_as_well() =>
        Assert.Contains("ZSDK1001", Assert.Single(await ComplaintsAsync($"{Fence}csharp", "using ZonedSdk.Descriptors;", "[ZonedVolume(ZoneModel.HostManaged, ZoneSize = 1 << 20, ZoneCount = 4, LogicalBlockSize = 4096)]", "public sealed class V;", Fence)), StringComparison.Ordinal);

    [Theory]
    [InlineData("Console.WriteLine(1);", "2", "printed")]
    [InlineData("Console.WriteLine(2); return 3;", "2", "exit code 3")]
    [InlineData("throw new InvalidOperationException();", "2", "InvalidOperationException")]
    public async Task A_program_that_does_not_do_what_the_page_shows_is_told(string code, string output, string complaint)
    {
        CodeBlock block = Assert.Single(Read("<!-- runs -->", $"{Fence}csharp", code, Fence, "", $"{Fence}text", output, Fence));
        CompiledBlock compiled = await BlockCompiler.CompileAsync(block, [block]);
        Assert.Contains(complaint, Assert.Single(await compiled.RunAsync()), StringComparison.Ordinal);
    }

    private static IReadOnlyList<CodeBlock> Read(params string[] lines) => PageReader.Read("page.md", string.Join('\n', lines));

    private static async Task<IReadOnlyList<string>> ComplaintsAsync(params string[] lines)
    {
        CodeBlock block = Assert.Single(Read(lines));
        return [.. (await BlockCompiler.CompileAsync(block, [block])).Complaints()];
    }
}
