namespace ZonedSdk.Tests.Samples;

public sealed class CommandTests
{
    [Fact]
    public async Task The_commands_work_one_after_another()
    {
        using var folder = new SampleFolder();
        string image = folder.PathOf("drive.zimg");
        string source = folder.Fill("source", seed: 1, smallFiles: 20, largeFiles: 1);

        await ExpectAsync(0, "catalog in zones 1 to", "create", image, "--size", "64MiB", "--zone-size", "2MiB");
        await ExpectAsync(2, "add --force", "create", image);
        await ExpectAsync(0, "stored source/large0", "add", image, source);
        await ExpectAsync(0, "source/d1/f1", "list", image);
        await ExpectAsync(0, "0 bad", "verify", image);
        await ExpectAsync(0, "0 failed", "get", image, "source/d1", folder.PathOf("out"));
        Assert.Equal(File.ReadAllBytes(Path.Combine(source, "d1", "f1")), File.ReadAllBytes(folder.PathOf("out/source/d1/f1")));
        await ExpectAsync(1, "There is no 'nothing'", "get", image, "nothing", folder.PathOf("out"));
        await ExpectAsync(0, "1 entries", "delete", image, "source/large0");
        await ExpectAsync(0, "zones reset", "reclaim", image);
        await ExpectAsync(0, "superblock", "map", image);
        await ExpectAsync(2, "get <device>", "get", image, folder.PathOf("out"));
        await ExpectAsync(2, "nowhere", "list", folder.PathOf("nowhere"));
    }

    private static async Task ExpectAsync(int exitCode, string text, params string[] arguments)
    {
        (int actual, string output, string errors) = await ZoneArchiveProcess.RunAsync(arguments);
        Assert.True(actual == exitCode, $"{string.Join(' ', arguments)}: exit code {actual}\n{output}\n{errors}");
        Assert.Contains(text, output + errors);
    }
}
