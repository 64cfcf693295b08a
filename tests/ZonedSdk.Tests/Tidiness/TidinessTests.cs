using System.Xml.Linq;

namespace ZonedSdk.Tests.Tidiness;

public sealed class TidinessTests
{
    private static IEnumerable<string> FilesOfTheLibraries =>
        RepositoryFiles.All.Where(path => path.StartsWith("src/", StringComparison.Ordinal));

    [Fact]
    public void The_check_sees_the_repository()
    {
        // A check over an empty list would be content with anything.
        Assert.Contains("Directory.Build.props", RepositoryFiles.All);
        Assert.Contains("src/ZonedSdk/ZonedSdk.csproj", RepositoryFiles.All);
        Assert.Contains("tests/ZonedSdk.Tests/Tidiness/TidinessTests.cs", RepositoryFiles.All);
        Assert.Contains("src/BannedSymbols.txt", FilesOfTheLibraries);
        Assert.Contains("src/ZonedSdk/Devices/ZonedDevice.cs", FilesOfTheLibraries);
    }

    // An approved surface is a list that a tool has made, and as long as the surface is large.
    [Fact]
    public void No_source_file_is_too_long() =>
        AssertTidy(FilesOfTheLibraries.Where(static path => Path.GetFileName(path) != "PublicSurface.txt").SelectMany(path => TidinessChecks.TooLong(path, RepositoryFiles.Read(path))));

    [Fact]
    public void Nothing_is_left_open_in_a_comment() =>
        AssertTidy(RepositoryFiles.All.SelectMany(path => TidinessChecks.LeftOpen(path, RepositoryFiles.Read(path))));

    [Fact]
    public void No_file_knows_a_developers_machine() =>
        AssertTidy(RepositoryFiles.All.SelectMany(path => TidinessChecks.MachinePaths(path, RepositoryFiles.Read(path))));

    [Fact]
    public void The_architecture_names_folders_that_exist()
    {
        string text = RepositoryFiles.Read("src/ARCHITECTURE.md");
        AssertTidy(TidinessChecks.MissingFolders("src/ARCHITECTURE.md", text, folder => Directory.Exists(RepositoryFiles.Absolute(folder))));
    }

    [Fact]
    public void The_links_of_every_page_lead_somewhere() =>
        AssertTidy(RepositoryFiles.All
            .Where(path => path.EndsWith(".md", StringComparison.Ordinal))
            .SelectMany(path => TidinessChecks.DeadLinks(path, RepositoryFiles.Read(path), target => Path.Exists(RepositoryFiles.Absolute(target)))));

    [Fact]
    public void The_architecture_names_every_folder_of_the_library_up_to_the_third_level()
    {
        string text = RepositoryFiles.Read("src/ARCHITECTURE.md");
        AssertTidy(FilesOfTheLibraries
            .Where(path => path.StartsWith("src/ZonedSdk", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal))
            .Select(path => string.Join('/', path.Split('/')[..^1].Take(4)))
            .Distinct()
            .Where(folder => !text.Contains($"`{folder}/`", StringComparison.Ordinal))
            .Select(folder => $"src/ARCHITECTURE.md: does not name the folder '{folder}'."));
    }

    [Fact]
    public void Every_public_type_is_documented()
    {
        foreach (Type one in (Type[])[typeof(Annotations.GuardedByAttribute), typeof(Testing.ConformanceSuite)])
        {
            var documentation = XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{one.Assembly.GetName().Name}.xml"));
            AssertTidy(TidinessChecks.UndocumentedTypes(one.Assembly.GetTypes(), documentation));
        }
    }

    private static void AssertTidy(IEnumerable<string> complaints)
    {
        string[] all = [.. complaints];
        Assert.True(all.Length == 0, string.Join('\n', all));
    }
}
