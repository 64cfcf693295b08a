using ZonedSdk.Generators.Tests.Harness;

namespace ZonedSdk.Documentation.Tests.Pages;

/// <summary>The pages of the repository that the tests were built from.</summary>
internal static class RepositoryPages
{
    /// <summary>Where the pages of the rules are.</summary>
    public const string RulesFolder = "analyzers/rules/";

    private static readonly string[] s_foldersWithoutPages = ["artifacts", "bin", "obj", "TestResults"];

    /// <summary>Paths of all pages in the repository, with forward slashes, in a fixed order.</summary>
    public static IReadOnlyList<string> Paths { get; } = [.. PagesIn(new DirectoryInfo(RepositoryRoot.Find()), "").Order(StringComparer.Ordinal)];

    /// <summary>A page's text.</summary>
    /// <param name="path">Its path in the repository.</param>
    public static string TextOf(string path) => File.ReadAllText(Path.Combine(RepositoryRoot.Find(), path));

    // Folders that are entered only if they can hold pages: what is built is larger than what is written.
    private static IEnumerable<string> PagesIn(DirectoryInfo folder, string prefix) =>
        folder.EnumerateFiles("*.md").Select(file => prefix + file.Name).Concat(folder.EnumerateDirectories()
            .Where(inner => inner.Name[0] != '.' && !s_foldersWithoutPages.Contains(inner.Name))
            .SelectMany(inner => PagesIn(inner, $"{prefix}{inner.Name}/")));
}
