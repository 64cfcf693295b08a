using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;
using ZonedSdk.Documentation.Tests.Pages;
using ZonedSdk.Documentation.Tests.Walking;

namespace ZonedSdk.Documentation.Tests;

/// <summary>What the front page tells a newcomer to do is done, command by command, from nothing: the page is the script. How long it takes is told, and not judged.</summary>
public sealed class NewcomerTests(ITestOutputHelper output) : IDisposable
{
    private const string Page = "README.md";

    private readonly NewMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [CloneFact]
    public async Task From_a_clone_to_the_archive_and_from_a_new_console_project_to_an_append_and_a_rule()
    {
        string clone = await WalkAsync("clone");
        Assert.Contains("Cloning into", clone, StringComparison.Ordinal);

        // The second walk begins where the first one ends: until there are packages at a registry, they come from a clone.
        string package = await WalkAsync("package");
        Assert.Contains("error ZSDK4001", package, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(_machine.Packages, "zonedsdk")), $"The package did not come from the feed that {Page} names.");
    }

    [Fact]
    public void The_walks_of_the_page_have_these_commands_in_this_order()
    {
        // A step that loses its comment would no longer be taken.
        Assert.Equal(["git clone", "cd zonedsdk", "dotnet run"], CommandsOf("clone"));
        Assert.Equal(["dotnet pack", "cd ..", "dotnet new", "cd first", "dotnet add", "Program.cs", "dotnet run", "Tally.cs", "dotnet build"], CommandsOf("package"));
        Assert.All(StepsOf("clone").Take(1), static step => Assert.Contains(NewMachine.Address, step.Text, StringComparison.Ordinal));
    }

    private static IReadOnlyList<WalkStep> StepsOf(string walk) => WalkReader.Read(Page, RepositoryPages.TextOf(Page), walk);

    // The first two words of each, or the file.
    private static IEnumerable<string> CommandsOf(string walk) => StepsOf(walk).SelectMany(static step => step.File is { } file
        ? [file]
        : step.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => string.Join(' ', line.Split(' ').Take(2))));

    private async Task<string> WalkAsync(string walk)
    {
        string written = "";
        long start = Stopwatch.GetTimestamp();
        foreach (WalkStep step in StepsOf(walk))
        {
            long begun = Stopwatch.GetTimestamp();
            (bool succeeded, string said) = await _machine.TakeAsync(step);
            written += said;
            Tell($"{step.Place}: {(step.File ?? step.Text.TrimEnd()).ReplaceLineEndings("; ")}", begun);

            // What the page shows of a rule is an error, and then the build must have failed.
            bool mustFail = step.Shown.Contains(": error ", StringComparison.Ordinal);
            Assert.True(succeeded != mustFail, $"{step.Place} {(succeeded ? "succeeded" : "failed")}:\n{said}");
            foreach (string line in step.Shown.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                Assert.True(said.Contains(line, StringComparison.Ordinal), $"{step.Place} did not write '{line}', which the page shows:\n{said}");
            }
        }

        Tell($"Walk '{walk}'", start);
        return written;
    }

    private void Tell(string what, long start) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s"));
}
