using System.Globalization;
using Spectre.Console;
using ZonedSdk;

namespace ZoneArchive;

/// <summary>
/// A picture of the zones: one cell for a zone, or for several where there are many. With colours the colour is the condition and the height
/// the fill; without, letters and digits say the same.
/// </summary>
internal sealed class ZoneMap(Archive archive)
{
    private const int Columns = 64;
    private const int MaxRows = 32;
    private const string Heights = " ▁▂▃▄▅▆▇█";

    public void Draw(IAnsiConsole console)
    {
        int zones = archive.Superblock.ZoneCount;
        int zonesPerCell = ((zones - 1) / (Columns * MaxRows)) + 1;
        bool hasColours = console.Profile.Capabilities.ColorSystem != ColorSystem.NoColors;
        for (int first = 0; first < zones; first += Columns * zonesPerCell)
        {
            string row = "";
            for (int cell = first; cell < Math.Min(zones, first + (Columns * zonesPerCell)); cell += zonesPerCell)
            {
                row += Cell(cell, Math.Min(zonesPerCell, zones - cell), hasColours && console.Profile.Capabilities.Unicode, hasColours);
            }

            console.MarkupLine(string.Create(CultureInfo.InvariantCulture, $"{first,7} {row}"));
        }

        Legend(console, zonesPerCell, hasColours);
    }

    private void Legend(IAnsiConsole console, int zonesPerCell, bool hasColours)
    {
        ILookup<string, int> conditions = Enumerable.Range(0, archive.Superblock.ZoneCount).ToLookup(zone => Describe(zone).Word);
        string counts = string.Join(", ", conditions.OrderByDescending(group => group.Count()).Select(group =>
            hasColours ? $"[{Describe(group.First()).Colour}]{group.Count()} {group.Key}[/]" : $"{group.Count()} {group.Key}"));
        console.MarkupLine($"        {counts}");
        if (!hasColours)
        {
            console.MarkupLine("        S superblock, L catalog log, - empty, 0-9 tenths of live data, R read-only, X offline");
        }

        if (zonesPerCell > 1)
        {
            console.MarkupLine($"        One cell stands for {zonesPerCell} zones.");
        }
    }

    /// <summary>Among the zones of a cell the most remarkable one decides what it looks like.</summary>
    private string Cell(int first, int count, bool blocks, bool hasColours)
    {
        int zone = Enumerable.Range(first, count).MaxBy(candidate => Describe(candidate).Rank);
        (string _, string colour, char letter, int _) = Describe(zone);
        double fill = Enumerable.Range(first, count).Average(Fill);
        if (letter == '0')
        {
            letter = (char)('0' + Math.Min(9, (int)(LiveShare(zone) * 10)));
        }

        char height = blocks ? Heights[fill <= 0 ? 0 : Math.Clamp((int)Math.Ceiling(fill * 8), 1, 8)] : letter;
        if (height == ' ')
        {
            height = '·';
        }

        return hasColours ? $"[{colour}]{height}[/]" : letter.ToString();
    }

    private (string Word, string Colour, char Letter, int Rank) Describe(int zone)
    {
        ZoneInfo info = archive.Device.GetZone(zone);
        return info.Condition switch
        {
            ZoneCondition.Offline => ("offline", "red", 'X', 9),
            ZoneCondition.ReadOnly => ("read-only", "fuchsia", 'R', 8),
            _ when zone == archive.Volume.Super.FirstZone => ("superblock", "white", 'S', 7),
            _ when zone >= archive.Volume.Log.FirstZone && zone < archive.Volume.Data.FirstZone => ("catalog log", "yellow", 'L', 6),
            ZoneCondition.NotWritePointer => ("conventional", "grey", 'C', 1),
            ZoneCondition.Empty => ("empty", "grey", '-', 0),
            ZoneCondition.Full when LiveBytes(zone) == 0 => ("full of garbage", "maroon", '0', 3),
            ZoneCondition.Full when LiveShare(zone) < 0.75 => ("full, much garbage", "olive", '0', 3),
            ZoneCondition.Full => ("full", "green", '0', 2),
            _ => ("partly filled", "aqua", '0', 4),
        };
    }

    private double Fill(int zone)
    {
        ZoneInfo info = archive.Device.GetZone(zone);
        return info.Type is ZoneType.Conventional ? 0 : (double)info.WrittenBytes() / info.CapacityBytes;
    }

    private long LiveBytes(int zone) => zone >= archive.Volume.Data.FirstZone ? archive.Catalog.LiveBytes(zone - archive.Volume.Data.FirstZone) : 0;

    private double LiveShare(int zone) => (double)LiveBytes(zone) / archive.Device.GetZone(zone).CapacityBytes;
}
