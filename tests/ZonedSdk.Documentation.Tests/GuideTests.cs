using ZonedSdk.Documentation.Tests.Pages;

namespace ZonedSdk.Documentation.Tests;

/// <summary>Whoever looks for a guide finds it.</summary>
public sealed class GuideTests
{
    private const string Guides = "src/GUIDES.md";

    [Fact]
    public void Each_page_beside_code_is_in_the_list_of_guides_and_the_readme_leads_to_the_list()
    {
        string list = RepositoryPages.TextOf(Guides);
        Assert.All(RepositoryPages.Paths.Where(IsGuide), path => Assert.Contains($"]({Path.GetRelativePath("src", path)})", list, StringComparison.Ordinal));
        Assert.Contains($"]({Guides})", RepositoryPages.TextOf("README.md"), StringComparison.Ordinal);
    }

    // The pages of packages are for those who have the package and not the repository; the others have indexes of their own.
    private static bool IsGuide(string path) =>
        (path.StartsWith("src/", StringComparison.Ordinal) && !path.StartsWith("src/decisions/", StringComparison.Ordinal) && path != Guides && path != "src/ZonedSdk/PACKAGE.md")
        || path == $"{RepositoryPages.RulesFolder}README.md"
        || (path.StartsWith("samples/", StringComparison.Ordinal) && path.EndsWith("/README.md", StringComparison.Ordinal));
}
