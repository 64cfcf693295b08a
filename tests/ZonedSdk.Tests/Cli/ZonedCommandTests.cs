using System.Text.Json;
using System.Text.RegularExpressions;
using ZonedSdk.Tests.Samples;

namespace ZonedSdk.Tests.Cli;

/// <summary>The tool as a user starts it, on drives in image files.</summary>
public sealed partial class ZonedCommandTests : IDisposable
{
    private readonly SampleFolder _folder = new();

    private string Image => _folder.PathOf("drive.zimg");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_drive_is_made_and_its_zones_are_listed()
    {
        await ExpectAsync(0, "64 MiB in 4 zones of 16 MiB", "create", Image, "--size", "64MiB", "--zone-size", "16MiB", "--zone-capacity", "12MiB", "--conventional", "1", "--max-open", "3", "--max-active", "4", "--flavour", "Zns");
        await AppendAsync(zone: 2, blocks: 3);

        string table = await ExpectAsync(0, "at most 3 open, at most 4 active", "report", Image);
        Assert.Equal(6, table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Matches(@"\n +0 +0 +\d+ +-  not-write-pointer  conventional\n", table);
        Assert.Matches(@"\n +2 +33554432 +12582912 +12288  closed +sequential-write-required\n", table);
    }

    [Fact]
    public async Task JSON_says_what_the_library_says()
    {
        await ExpectAsync(0, "", "create", Image, "--size", "8MiB", "--zone-size", "1MiB", "--conventional", "1");
        await AppendAsync(zone: 2, blocks: 3);
        await ExpectAsync(0, "Finished 1 zone", "finish", Image, "5");

        using var json = JsonDocument.Parse(await ExpectAsync(0, "", "report", Image, "--json"));
        JsonElement[] zones = [.. json.RootElement.GetProperty("zones").EnumerateArray()];
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Image);
        Assert.Equal(1, json.RootElement.GetProperty("schema").GetInt32());
        Assert.Equal(device.Identity.Value, json.RootElement.GetProperty("device").GetProperty("identity").GetString());
        Assert.Equal(device.Geometry.ZoneCount, zones.Length);
        foreach (JsonElement zone in zones)
        {
            ZoneInfo info = device.GetZone(zone.GetProperty("index").GetInt32());
            Assert.Equal((info.Start, info.LengthBytes, info.CapacityBytes), (zone.GetProperty("start").GetInt64(), zone.GetProperty("lengthBytes").GetInt64(), zone.GetProperty("capacityBytes").GetInt64()));
            Assert.Equal(info.HasValidWritePointer ? info.WritePointer : null, zone.GetProperty("writePointer") is { ValueKind: JsonValueKind.Number } pointer ? pointer.GetInt64() : (long?)null);
        }

        Assert.Equal(["not-write-pointer", "empty", "closed", "empty", "empty", "full", "empty", "empty"], zones.Select(zone => zone.GetProperty("condition").GetString()));
    }

    [Fact]
    public async Task A_report_lists_the_zones_and_conditions_that_were_asked_for()
    {
        await ExpectAsync(0, "", "create", Image, "--size", "8MiB", "--zone-size", "1MiB");
        await AppendAsync(zone: 2, blocks: 3);

        await ExpectZonesAsync([1, 4, 5, 6], "--zones", "1,4-6");
        await ExpectZonesAsync([2], "--only", "Closed");
        await ExpectZonesAsync([0, 1], "--only", "Empty", "--zones", "0-2");
        await ExpectAsync(2, "There is no zone 8", "report", Image, "--zones", "7-8");
    }

    [Fact]
    public async Task A_reset_wants_to_know_that_the_right_drive_is_meant()
    {
        await ExpectAsync(0, "", "create", Image, "--size", "8MiB", "--zone-size", "1MiB");
        await AppendAsync(zone: 2, blocks: 3);
        string identity = await IdentityAsync();

        await ExpectAsync(2, $"would lose what stands in 1 zone, 12 KiB at most. Say --identity '{identity}'", "reset", Image, "2");
        await ExpectAsync(2, $"is '{identity}', and 'another' was meant", "reset", Image, "all", "--identity", "another");
        await ExpectZonesAsync([2], "--only", "Closed");

        await ExpectAsync(0, "Reset 1 zone", "reset", Image, "2", "--identity", identity);
        await ExpectZonesAsync([], "--only", "Closed");
        await AppendAsync(zone: 3, blocks: 1);
        await ExpectAsync(0, "Reset 1 zone", "reset", Image, "all", "--yes");
        await ExpectAsync(0, "Reset 0 zones", "reset", Image, "all");
    }

    [Fact]
    public async Task Zones_are_closed_and_finished()
    {
        await ExpectAsync(0, "", "create", Image, "--size", "8MiB", "--zone-size", "1MiB");
        await AppendAsync(zone: 2, blocks: 3);
        await AppendAsync(zone: 4, blocks: 3);
        await ExpectAsync(0, "Closed 0 zones", "close", Image, "all");
        await ExpectAsync(0, "Finished 2 zones", "finish", Image, "all");
        await ExpectZonesAsync([2, 4], "--only", "Full");
    }

    [Fact]
    public async Task Damage_is_told_and_has_an_exit_code_of_its_own()
    {
        await ExpectAsync(0, "", "create", Image, "--size", "8MiB", "--zone-size", "1MiB");
        await ExpectAsync(0, "sound; it opens for reading and writing", "check", Image);
        using (FileStream file = File.OpenWrite(Image))
        {
            file.Write(new byte[512]);
        }

        byte[] before = await File.ReadAllBytesAsync(Image);
        await ExpectAsync(1, "damaged", "check", Image);
        Assert.Equal(before, await File.ReadAllBytesAsync(Image));
    }

    [Fact]
    public async Task Damage_is_mended_when_that_is_asked_for()
    {
        await ExpectAsync(0, "", "create", Image, "--size", "8MiB", "--zone-size", "1MiB");
        await AppendAsync(zone: 2, blocks: 3);
        await ExpectAsync(0, "there was nothing to do", "repair", Image);
        using (FileStream file = File.OpenWrite(Image))
        {
            file.Write(new byte[512]);
        }

        byte[] before = await File.ReadAllBytesAsync(Image);
        await ExpectAsync(0, "Would write 4096 bytes at byte 0: the first superblock is damaged", "repair", Image, "--dry-run");
        Assert.Equal(before, await File.ReadAllBytesAsync(Image));
        await ExpectAsync(0, "repaired; it opens for reading and writing", "repair", Image);
        await ExpectAsync(0, "sound", "check", Image);
        await ExpectZonesAsync([2], "--only", "Closed");
        await ExpectAsync(2, "uncertain-zones", "repair", Image, "--uncertain-zones", "Empty");
    }

    [Fact]
    public async Task What_nothing_is_known_of_is_not_repaired()
    {
        await ExpectAsync(0, "", "create", Image, "--size", "8MiB", "--zone-size", "1MiB");
        using (FileStream file = File.OpenWrite(Image))
        {
            file.Write(new byte[8192]);
        }

        byte[] before = await File.ReadAllBytesAsync(Image);
        await ExpectAsync(1, "Not mended: no superblock is good", "repair", Image);
        Assert.Equal(before, await File.ReadAllBytesAsync(Image));
    }

    [Fact]
    public async Task Zones_that_nobody_knows_any_more_become_what_was_chosen()
    {
        await ExpectAsync(0, "", "create", Image, "--size", "8MiB", "--zone-size", "1MiB");
        using (FileStream file = File.OpenWrite(Image))
        {
            // Both checkpoints: behind the superblocks, and of one page each.
            file.Position = 2 * 4096;
            file.Write(new byte[2 * 4096]);
        }

        byte[] before = await File.ReadAllBytesAsync(Image);
        await ExpectAsync(1, "(--uncertain-zones Offline or ReadOnly)", "repair", Image);
        Assert.Equal(before, await File.ReadAllBytesAsync(Image));
        await ExpectAsync(0, "Zone 7 becomes Offline", "repair", Image, "--uncertain-zones", "Offline");
        await ExpectZonesAsync([0, 1, 2, 3, 4, 5, 6, 7], "--only", "Offline");
    }

    [Fact]
    public async Task The_doctor_tries_what_it_says_and_leaves_nothing_behind()
    {
        await ExpectAsync(0, $"Images in {_folder.PathOf("")}: yes", "doctor", "--folder", _folder.PathOf(""));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.PathOf("")));
        await ExpectAsync(1, "no. ", "doctor", "--folder", _folder.PathOf("nowhere"));
    }

    [Fact]
    public async Task Wrong_arguments_are_told_and_change_nothing()
    {
        await ExpectAsync(2, "'12q' is no number of bytes", "create", Image, "--size", "12q");
        await ExpectAsync(2, "--size", "create", Image);
        await ExpectAsync(2, "5000", "create", Image, "--size", "8MiB", "--zone-size", "5000");
        Assert.False(Path.Exists(Image));
        await ExpectAsync(0, "", "create", Image, "--size", "8MiB", "--zone-size", "1MiB");
        await ExpectAsync(2, "File exists", "create", Image, "--size", "8MiB");
        await ExpectAsync(2, "names no zones", "finish", Image, "5-3");
        await ExpectAsync(2, "nowhere", "report", _folder.PathOf("nowhere"));
        await ExpectAsync(2, "/dev/null", "report", "/dev/null");
    }

    private async Task ExpectZonesAsync(int[] zones, params string[] options) => Assert.Equal(zones, Listed(await ExpectAsync(0, "", ["report", Image, .. options])));

    private static int[] Listed(string table) => [.. Lines().Matches(table).Select(line => int.Parse(line.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"^ +(\d+) +\d+ ", RegexOptions.Multiline)]
    private static partial Regex Lines();

    private async Task<string> IdentityAsync()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Image, new ZonedDeviceOptions { ReadOnly = true });
        return device.Identity.Value;
    }

    private async Task AppendAsync(int zone, int blocks)
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Image);
        await device.AppendAsync(zone, new byte[blocks * device.Geometry.BlockSizeBytes]);
    }

    private static async Task<string> ExpectAsync(int exitCode, string text, params string[] arguments)
    {
        (int code, string output, string errors) = await StartedProgram.RunAsync("zoned.dll", arguments);
        Assert.True(code == exitCode && (output + errors).Contains(text, StringComparison.Ordinal), $"zoned {string.Join(' ', arguments)} ended with {code} and said:\n{output}{errors}");
        return output;
    }
}
