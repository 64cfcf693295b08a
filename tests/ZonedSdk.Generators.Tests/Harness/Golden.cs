namespace ZonedSdk.Generators.Tests.Harness;

/// <summary>Emitted files that are reviewed as code. <c>ZONEDSDK_UPDATE_GOLDENS=1</c> writes them anew.</summary>
internal static class Golden
{
    private const string UpdateVariable = "ZONEDSDK_UPDATE_GOLDENS";

    private static readonly string s_folder = Path.Combine(RepositoryRoot.Find(), "tests", "ZonedSdk.Generators.Tests", "Goldens");

    public static IEnumerable<string> Names => Directory.EnumerateDirectories(s_folder).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal);

    public static string Input(string name) => Read(Path.Combine(s_folder, name, "Input.cs"));

    /// <summary>The descriptor files beside an input.</summary>
    public static IReadOnlyList<TextFile> Files(string name) =>
        [.. Directory.EnumerateFiles(Path.Combine(s_folder, name), "*.json").Order(StringComparer.Ordinal).Select(path => new TextFile(Path.GetFileName(path), Read(path)))];

    /// <summary>Compares emitted files with the folder's; a file too many or too few is a difference as well.</summary>
    public static void Check(string name, IReadOnlyDictionary<string, string> emitted)
    {
        string folder = Path.Combine(s_folder, name);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            foreach (string file in Directory.EnumerateFiles(folder, "*.g.cs"))
            {
                File.Delete(file);
            }

            foreach ((string hint, string text) in emitted)
            {
                File.WriteAllText(Path.Combine(folder, hint), text);
            }
        }

        Assert.Equal(Directory.EnumerateFiles(folder, "*.g.cs").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal), emitted.Keys);
        foreach ((string hint, string text) in emitted)
        {
            Assert.Equal(Read(Path.Combine(folder, hint)), text);
        }
    }

    private static string Read(string path) => File.ReadAllText(path);
}
