using System.Text.Json;
using ZonedSdk.Tests.Samples;
using ZonedSdk.Tests.Tidiness;

namespace ZonedSdk.Tests.Cli;

/// <summary>What the tool says of a drive, and what it writes of one for the generator.</summary>
public sealed class DescriptionCommandTests : IDisposable
{
    private readonly SampleFolder _folder = new();

    private string Image => _folder.PathOf("drive.zimg");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_drive_is_described_as_it_is()
    {
        await RunAsync(0, "create", Image, "--size", "8MiB", "--zone-size", "1MiB", "--zone-capacity", "768KiB", "--conventional", "2", "--max-open", "3", "--max-active", "5", "--flavour", "Zns");
        string identity;
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(Image))
        {
            identity = device.Identity.Value;
            await device.AppendAsync(2, new byte[4096]);
        }

        (string text, _) = await RunAsync(0, "describe", Image);
        foreach (string line in (string[])[
            $"identity          {identity}",
            "size              8388608 (8 MiB)",
            "zone size         1048576 (1 MiB)",
            "zone capacity     786432 (768 KiB) in 6 zones",
            "                  0 to 1: conventional",
            "                  2 to 7: sequential-write-required",
            "conditions        2 not-write-pointer, 5 empty, 1 closed",
            "open zones        at most 3",
            "active zones      at most 5"])
        {
            Assert.Contains($"{line}\n", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_captured_descriptor_has_the_drives_figures_and_only_names_that_the_schema_knows()
    {
        await RunAsync(0, "create", Image, "--size", "8MiB", "--zone-size", "1MiB", "--zone-capacity", "768KiB", "--conventional", "2", "--max-open", "3", "--max-active", "5", "--flavour", "Zns");
        (string text, string remarks) = await RunAsync(0, "capture", Image);
        Assert.Contains("guess", remarks, StringComparison.Ordinal);

        using var json = JsonDocument.Parse(text);
        JsonElement root = json.RootElement;
        Assert.Equal(("host-managed", "zns", "linux"), (root.GetProperty("model").GetString(), root.GetProperty("flavour").GetString(), root.GetProperty("target").GetString()));
        Assert.Equal((1 << 20, 768 << 10, 8, 4096), (root.GetProperty("zoneSize").GetInt32(), root.GetProperty("zoneCapacity").GetInt32(), root.GetProperty("zoneCount").GetInt32(), root.GetProperty("logicalBlockSize").GetInt32()));
        Assert.Equal((2, 3, 5), (root.GetProperty("conventionalZones").GetInt32(), root.GetProperty("maxOpenZones").GetInt32(), root.GetProperty("maxActiveZones").GetInt32()));

        using var schema = JsonDocument.Parse(RepositoryFiles.Read("src/ZonedSdk/buildTransitive/zoned-volume.schema.json"));
        string[] known = [.. schema.RootElement.GetProperty("properties").EnumerateObject().Select(static property => property.Name)];
        Assert.Empty(root.EnumerateObject().Select(static property => property.Name).Where(name => name[0] != '$').Except(known));
        Assert.Empty(schema.RootElement.GetProperty("required").EnumerateArray().Select(static name => name.GetString()!).Except(root.EnumerateObject().Select(static property => property.Name)));
    }

    [Fact]
    public async Task A_descriptor_is_never_written_over()
    {
        await RunAsync(0, "create", Image, "--size", "8MiB", "--zone-size", "1MiB");
        string file = _folder.PathOf("mine.zoned.json");
        (string said, string remarks) = await RunAsync(0, "capture", Image, "-o", file, "--flavour", "Zbc");
        Assert.Equal(($"Wrote {file}.\n", ""), (said, remarks));
        string written = await File.ReadAllTextAsync(file);
        Assert.Contains("\"flavour\": \"zbc\"", written, StringComparison.Ordinal);
        Assert.DoesNotContain("zoneCapacity", written, StringComparison.Ordinal);

        (_, string refusal) = await RunAsync(2, "capture", Image, "-o", file);
        Assert.Contains("already exists", refusal, StringComparison.Ordinal);
        Assert.Equal(written, await File.ReadAllTextAsync(file));
    }

    private static async Task<(string Output, string Errors)> RunAsync(int exitCode, params string[] arguments)
    {
        (int code, string output, string errors) = await StartedProgram.RunAsync("zoned.dll", arguments);
        Assert.True(code == exitCode, $"zoned {string.Join(' ', arguments)} ended with {code} and said:\n{output}{errors}");
        return (output, errors);
    }
}
