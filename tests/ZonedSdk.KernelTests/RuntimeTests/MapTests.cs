using System.Globalization;
using System.Xml.Linq;
using ZonedSdk.KernelTests.Devices;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>What <c>zoned</c> draws of a real device is what it and <c>blkzone</c> report: as a picture, in a terminal from look to look, and as a page for a browser.</summary>
public sealed class MapTests
{
    private const int Block = 4096;

    [Fact]
    public async Task Maps_of_a_null_block_device_show_what_is_reported()
    {
        using NullBlock disk = NullBlock.Create();
        await ChangeAsync(disk.NodePath, firstZone: 0);
        await AssertShownAsync(disk.NodePath);
    }

    [Fact]
    public async Task Maps_of_a_namespace_show_what_is_reported_by_its_block_device_and_by_its_character_device()
    {
        using NvmeNamespace disk = NvmeNamespace.Limited();
        await ChangeAsync(disk.NodePath, firstZone: 1);
        await AssertShownAsync(disk.NodePath);
        await AssertShownAsync(disk.CharacterNodePath);
    }

    // A closed zone with two blocks, a full one, and one with a single block: what a map has to tell apart.
    private static async Task ChangeAsync(string path, int firstZone)
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(path);
        await device.AppendAsync(firstZone, Stamp.Pages(2, seed: 1));
        await device.CloseZoneAsync(firstZone);
        await device.AppendAsync(firstZone + 2, Stamp.Pages(1, seed: 2));
        await device.FinishZoneAsync(firstZone + 2);
        await device.AppendAsync(firstZone + 3, Stamp.Pages(1, seed: 3));
    }

    private static async Task AssertShownAsync(string path)
    {
        IReadOnlyList<ReportedZone> zones = Zoned.Report(path);
        string[] expected = [.. zones.Select(Described)];
        Assert.Contains(zones, static zone => zone is { Condition: "cl", WritePointerBytes: 2 * Block });
        Assert.Contains(zones, static zone => zone.Condition == "fu");

        string svg = Path.GetTempFileName();
        File.Delete(svg);
        try
        {
            Command.Run(Zoned.Program, "map", path, "--svg", svg);
            AssertCells(expected, XDocument.Load(svg).Descendants().Where(static e => e.Name.LocalName == "title").Select(static e => e.Value));
        }
        finally
        {
            File.Delete(svg);
        }

        string counts = $"{zones.Count} zones";
        Assert.Contains(counts, Command.Run(Zoned.Program, "map", path), StringComparison.Ordinal);
        Assert.Equal(2, Command.Run(Zoned.Program, "watch", path, "--count", "2", "--interval", "0.1").Split(counts).Length - 1);

        using ZonedPage page = ZonedPage.Serve(path);
        using HttpClient client = new();
        string html = await client.GetStringAsync(page.Address);
        Assert.Contains(counts, html, StringComparison.Ordinal);
        int at = html.IndexOf("<svg id=\"grid\"", StringComparison.Ordinal);
        AssertCells(expected, XDocument.Parse(html[at..(html.IndexOf("</svg>", at, StringComparison.Ordinal) + "</svg>".Length)]).Descendants("desc").Select(static e => e.Value));
        Assert.StartsWith("{\"since\":", await client.GetStringAsync(new Uri(page.Address, "snapshot?since=")), StringComparison.Ordinal);
        Assert.Equal(0, page.Stop());
    }

    // Each zone once and in order; other elements have other texts.
    private static void AssertCells(string[] expected, IEnumerable<string> shown)
    {
        string[] cells = [.. shown.Where(static text => text.StartsWith("Zone ", StringComparison.Ordinal))];
        Assert.Equal(expected.Length, cells.Length);
        foreach ((string zone, string cell) in expected.Zip(cells))
        {
            Assert.StartsWith(zone, cell, StringComparison.Ordinal);
        }
    }

    // Where the pointer says something, how much is written stands there, too.
    private static string Described(ReportedZone zone, int index)
    {
        string pointer = zone.Condition is "em" or "oi" or "oe" or "cl" ? $"; {Bytes(zone.WritePointerBytes)} of " : "";
        return string.Create(CultureInfo.InvariantCulture, $"Zone {index}: {Words(zone.Condition)}{pointer}");
    }

    private static string Bytes(long bytes) => bytes == 0 ? "0 B" : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024} KiB");

    private static string Words(string condition) => condition switch
    {
        "nw" => "conventional",
        "em" => "empty",
        "oi" => "open",
        "oe" => "held open",
        "cl" => "closed",
        "fu" => "full",
        "ro" => "read-only",
        "of" => "offline",
        _ => throw new LabException($"A map has no words for '{condition}'."),
    };
}
