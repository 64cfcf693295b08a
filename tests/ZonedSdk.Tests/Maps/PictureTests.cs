using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Maps;
using ZonedSdk.Tests.Tidiness;

namespace ZonedSdk.Tests.Maps;

/// <summary>The pictures of a map: byte by byte, whole, bounded. <c>ZONEDSDK_UPDATE_GOLDENS=1</c> writes the goldens anew.</summary>
public sealed partial class PictureTests
{
    private static readonly string s_goldens = Path.Combine(RepositoryFiles.Root, "tests", "ZonedSdk.Tests", "Maps", "Goldens");

    [Theory]
    [InlineData("map.svg")]
    [InlineData("map.html")]
    [InlineData("colours.txt")]
    [InlineData("blocks.txt")]
    [InlineData("ascii.txt")]
    public async Task A_picture_is_as_it_was(string golden)
    {
        await using DrawnDrive drive = await DrawnDrive.OpenAsync(10);
        await drive.FillAsync();
        string drawn = Draw(ZoneMap.Of(drive.Device), golden);
        string path = Path.Combine(s_goldens, golden);
        if (Environment.GetEnvironmentVariable("ZONEDSDK_UPDATE_GOLDENS") == "1")
        {
            await File.WriteAllTextAsync(path, drawn);
        }

        Assert.Equal(await File.ReadAllTextAsync(path), drawn);
    }

    [Fact]
    public async Task A_picture_carries_its_style_sheet_and_a_page_its_script()
    {
        await using DrawnDrive drive = await DrawnDrive.OpenAsync(2);
        var map = ZoneMap.Of(drive.Device);
        string folder = Path.Combine(RepositoryFiles.Root, "src", "ZonedSdk", "Maps", "Drawing");
        Assert.Contains(await File.ReadAllTextAsync(Path.Combine(folder, "map.css")), map.ToSvg(), StringComparison.Ordinal);
        foreach (string part in (string[])["map.css", "page.css", "page.js"])
        {
            Assert.Contains(await File.ReadAllTextAsync(Path.Combine(folder, part)), map.ToHtml(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_picture_is_the_same_in_every_culture()
    {
        await using DrawnDrive drive = await DrawnDrive.OpenAsync(10);
        await drive.FillAsync();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            // Made by hand: the tests run without the data of real cultures.
            var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            other.NumberFormat.NumberDecimalSeparator = ",";
            other.NumberFormat.NumberGroupSeparator = ".";
            other.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = other;
            var map = ZoneMap.Of(drive.Device);
            foreach (string golden in (string[])["map.svg", "map.html", "blocks.txt"])
            {
                Assert.Equal(await File.ReadAllTextAsync(Path.Combine(s_goldens, golden)), Draw(map, golden));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task A_name_is_text_wherever_it_stands()
    {
        await using DrawnDrive drive = await DrawnDrive.OpenAsync(2, "memory:<script>alert('&\"')</script>\u0007\e[31m\ud83d\ude00\ud800");
        var map = ZoneMap.Of(drive.Device);
        XElement svg = XDocument.Parse(map.ToSvg()).Root!;
        Assert.Contains("<script>alert('&\"')</script>??[31m\ud83d\ude00\ufffd", svg.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", map.ToSvg(), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", map.ToHtml(), StringComparison.Ordinal);
        Assert.All(map.ToText(new ZoneMapTextOptions { IsAscii = true }), character => Assert.True(character == '\n' || character is >= ' ' and <= '~'));
    }

    [Theory]
    [InlineData(100_000, 2500, 700_000)]
    [InlineData(100_000, ZoneMapOptions.MostCells, ZoneMapOptions.MostCells * 320)]
    [InlineData(1 << 20, 2500, 700_000)]
    public async Task A_large_drive_is_a_file_of_bounded_size(int zones, int maxCells, int mostBytes)
    {
        await using ZonedDevice device = await OpenLargeAsync(zones);
        var map = ZoneMap.Of(device, new ZoneMapOptions { MaxCells = maxCells });
        Assert.InRange(Encoding.UTF8.GetByteCount(map.ToSvg()), 1, mostBytes);
        Assert.InRange(Encoding.UTF8.GetByteCount(map.ToHtml()), 1, mostBytes);
        Assert.InRange(map.ToText(new ZoneMapTextOptions { HasColours = true }).Length, 1, 60_000);
        Assert.Equal(map.Cells.Count, XDocument.Parse(map.ToSvg()).Descendants().Single(element => (string?)element.Attribute("id") == "cells").Elements().Count());
    }

    [Theory]
    [InlineData(24, 1)]
    [InlineData(80, 10)]
    [InlineData(1000, 3)]
    public async Task Text_keeps_to_its_width_and_its_rows(int width, int rows)
    {
        await using ZonedDevice device = await OpenLargeAsync(100_000);
        var options = new ZoneMapTextOptions { WidthColumns = width, MaxRows = rows };
        string[] lines = ZoneMap.Of(device).ToText(options).Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        Assert.InRange(lines.Count(line => RowLine().IsMatch(line)), 1, rows);
    }

    [Fact]
    public async Task What_is_hardly_written_is_neither_empty_nor_full()
    {
        await using DrawnDrive drive = await DrawnDrive.OpenAsync(4);
        await drive.AppendAsync(1, 1);
        await drive.AppendAsync(2, DrawnDrive.CapacityBlocks - 1);
        await drive.Device.CloseZoneAsync(1);
        await drive.Device.CloseZoneAsync(2);
        Assert.Contains("       0 =19.\n", ZoneMap.Of(drive.Device).ToText(new ZoneMapTextOptions { IsAscii = true }), StringComparison.Ordinal);
    }

    private static string Draw(ZoneMap map, string golden) => golden switch
    {
        "map.svg" => WithoutParts(map.ToSvg()),
        "map.html" => WithoutParts(map.ToHtml()),
        "colours.txt" => map.ToText(new ZoneMapTextOptions { HasColours = true }),
        "blocks.txt" => map.ToText(),
        _ => map.ToText(new ZoneMapTextOptions { IsAscii = true, WidthColumns = 48 }),
    };

    // Style sheets and the script stand in files of their own, and so do their hashes in the browser's judgement.
    private static string WithoutParts(string picture) => Hash().Replace(Part().Replace(picture, "<$1></$1>"), "sha256");

    private static async Task<ZonedDevice> OpenLargeAsync(int zones)
    {
        var device = await ZonedDevice.OpenAsync(new MemoryDrive(new MemoryDriveOptions { SizeBytes = zones * 8192L, ZoneSizeBytes = 8192, ConventionalZones = zones / 50 }));

        // Everywhere something of each, so that no cell is simple.
        int sequential = zones - (zones / 50);
        for (int written = 0; written < 6000; written++)
        {
            await device.AppendAsync((zones / 50) + (int)((long)sequential * written / 6000), new byte[written % 3 == 0 ? 4096 : 8192]);
        }

        return device;
    }

    [GeneratedRegex("<(style|script)>.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Part();

    [GeneratedRegex("sha256-[A-Za-z0-9+/]+=*")]
    private static partial Regex Hash();

    [GeneratedRegex(@"^ *\d+ [^ ]+$")]
    private static partial Regex RowLine();
}
