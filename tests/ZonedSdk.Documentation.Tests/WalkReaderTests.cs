using ZonedSdk.Documentation.Tests.Pages;

namespace ZonedSdk.Documentation.Tests;

/// <summary>A page's walk is read with every step that it has, and what cannot be a step is told.</summary>
public sealed class WalkReaderTests
{
    private const string Page = """
        <!-- walk: a -->
        ```sh
        mkdir x
        cd x
        ```

        <!-- runs -->
        <!-- walk: b, Other.cs -->
        ```csharp
        other
        ```

        <!-- walk: a, Program.cs -->
        ```csharp
        code
        ```

        <!-- walk: a -->
        ```sh
        run
        ```

        ```text
        shown
        ```

        ```sh
        not a step
        ```

        ```text
        shown of no step
        ```
        """;

    [Fact]
    public void Steps_of_one_walk_are_read_in_their_order_with_what_the_page_shows_behind_them() => Assert.Equal(
        [
            new WalkStep("page.md(3)", null, "mkdir x\ncd x\n"),
            new WalkStep("page.md(15)", "Program.cs", "code\n"),
            new WalkStep("page.md(20)", null, "run\n") { Shown = "shown\n" },
        ],
        WalkReader.Read("page.md", Page, "a"));

    [Theory]
    [InlineData("<!-- walk: a -->\n```csharp\ncode\n```")]
    [InlineData("<!-- walk: a, Program.cs -->\n```sh\nrun\n```")]
    [InlineData("<!-- walk: a, ../Program.cs -->\n```csharp\ncode\n```")]
    [InlineData("<!-- walk: a, -->\n```csharp\ncode\n```")]
    public void What_is_neither_commands_nor_a_file_is_told(string page) =>
        Assert.StartsWith("page.md(3): ", Assert.Throws<FormatException>(() => WalkReader.Read("page.md", page, "a")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_walk_without_a_step_is_told() =>
        Assert.Contains("has no walk 'c'", Assert.Throws<FormatException>(() => WalkReader.Read("page.md", Page, "c")).Message, StringComparison.Ordinal);

    [Fact]
    public void Output_of_a_program_may_stand_behind_the_command_that_runs_it_and_behind_no_other()
    {
        const string Program = "<!-- runs -->\n```csharp\n_ = 1;\n```\n";
        const string Shown = "```sh\nrun\n```\n\n```text\nshown\n```\n";
        Assert.Equal("shown\n", Assert.Single(PageReader.Read("page.md", $"{Program}\n<!-- walk: a -->\n{Shown}")).Output);
        Assert.Null(Assert.Single(PageReader.Read("page.md", $"{Program}\n{Shown}")).Output);
    }
}
