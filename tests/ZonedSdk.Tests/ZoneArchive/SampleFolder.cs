using ZoneArchive;

namespace ZonedSdk.Tests.Samples;

/// <summary>A temporary folder with files whose contents follow from a seed; gone when it is disposed.</summary>
internal sealed class SampleFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("zonearchive-test-").FullName;

    public string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>Makes a folder of files: many small ones, a few that take several extents, an empty one.</summary>
    public string Fill(string folder, int seed, int smallFiles = 150, int largeFiles = 3)
    {
        var random = new Random(seed);
        string path = Directory.CreateDirectory(PathOf(folder)).FullName;
        for (int i = 0; i < smallFiles; i++)
        {
            string below = Directory.CreateDirectory(Path.Combine(path, $"d{i % 7}")).FullName;
            Write(Path.Combine(below, $"f{i}"), random, random.Next(1, 40_000));
        }

        for (int i = 0; i < largeFiles; i++)
        {
            Write(Path.Combine(path, $"large{i}"), random, random.Next(1_200_000, 2_500_000));
        }

        Write(Path.Combine(path, "empty"), random, 0);
        return path;
    }

    /// <summary>The items of a path, as a command would find them.</summary>
    public static SourceItem[] Scan(params string[] paths) =>
        [.. new FolderScan((path, reason) => Assert.Fail($"{path}: {reason}")).Find(paths)];

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static void Write(string path, Random random, int lengthBytes)
    {
        byte[] content = new byte[lengthBytes];
        random.NextBytes(content);
        File.WriteAllBytes(path, content);
    }
}
