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

    [Fact]
    public async Task Wrong_arguments_and_wrong_paths_are_told_and_change_nothing()
    {
        using var folder = new SampleFolder();
        string image = folder.PathOf("drive.zimg");
        string text = folder.PathOf("text");
        File.WriteAllText(text, "text");
        await ExpectAsync(0, "catalog in zones", "create", image, "--size", "64MiB", "--zone-size", "2MiB");
        byte[] before = File.ReadAllBytes(image);

        await ExpectAsync(2, "is a directory", "list", folder.PathOf(""));
        await ExpectAsync(2, "no zoned image", "verify", text);
        await ExpectAsync(2, "/dev/null", "map", "/dev/null");
        await ExpectAsync(2, "--min-garbage is 500; it takes 0 to 100", "reclaim", image, "--min-garbage", "500");
        await ExpectAsync(2, "--max-zones is -1", "reclaim", image, "--max-zones", "-1");
        await ExpectAsync(2, "--readers is 0; it takes 1 to 64", "add", image, text, "--readers", "0");
        await ExpectAsync(2, "--conventional is -1", "create", folder.PathOf("new"), "--conventional", "-1");
        await ExpectAsync(1, "there is no such file or folder", "add", image, folder.PathOf("nowhere"));
        Assert.Equal(before.Length, new FileInfo(image).Length);
        Assert.Equal([image, text], Directory.GetFileSystemEntries(folder.PathOf("")).Order());
    }

    [Fact]
    public async Task A_damaged_byte_is_named_with_its_file_and_costs_that_file_alone()
    {
        using var folder = new SampleFolder();
        string image = folder.PathOf("drive.zimg");
        string source = folder.Fill("source", seed: 2, smallFiles: 20, largeFiles: 2);
        await ExpectAsync(0, "catalog in zones", "create", image, "--size", "64MiB", "--zone-size", "2MiB");
        await ExpectAsync(0, "stored source/large1", "add", image, source);
        byte[] bytes = File.ReadAllBytes(image);
        int at = bytes.AsSpan().IndexOf(File.ReadAllBytes(Path.Combine(source, "large0")).AsSpan(4096, 512));
        Assert.True(at > 0);
        bytes[at + 100] ^= 1;
        File.WriteAllBytes(image, bytes);

        await ExpectAsync(1, "'source/large0': extent", "verify", image);
        await ExpectAsync(1, "source/large0", "get", image, "--all", folder.PathOf("out"));
        Assert.Equal(File.ReadAllBytes(Path.Combine(source, "large1")), File.ReadAllBytes(folder.PathOf("out/source/large1")));
    }

    private static async Task ExpectAsync(int exitCode, string text, params string[] arguments)
    {
        (int actual, string output, string errors) = await ZoneArchiveProcess.RunAsync(arguments);
        Assert.True(actual == exitCode, $"{string.Join(' ', arguments)}: exit code {actual}\n{output}\n{errors}");
        Assert.Contains(text, output + errors);
    }
}
