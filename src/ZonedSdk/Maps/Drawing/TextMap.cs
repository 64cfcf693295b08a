using System.Globalization;
using System.Text;

namespace ZonedSdk.Maps.Drawing;

/// <summary>The map as lines of characters. With colours a cell's colour is its state and its height the fill; without, letters, blocks and digits say the same.</summary>
internal static class TextMap
{
    private const int LabelColumns = 9;
    private const int MostTroubled = 5;
    private const string Heights = "·▁▂▃▄▅▆▇█";
    private const string Tenths = ".123456789#";

    // Rows begin with numbers that one can count on from.
    private static readonly int[] s_widths = [10, 16, 20, 32, 40, 50, 64, 80, 100, 128, 160, 200, 256, 320, 400, 500, 640, 800];

    public static IReadOnlyList<IReadOnlyList<ZoneMapRun>> Draw(ZoneMap map, ZoneMapTextOptions options)
    {
        int columns = s_widths.LastOrDefault(width => width <= options.WidthColumns - LabelColumns, s_widths[0]);
        ZoneMapCell[] cells = map.Merge(columns * options.MaxRows);
        List<IReadOnlyList<ZoneMapRun>> lines =
        [
            Line(map.Title, ZoneMapTone.Title, options),
            Line(MapWords.Drive(map), ZoneMapTone.Quiet, options),
            [],
        ];
        for (int first = 0; first < cells.Length; first += columns)
        {
            lines.Add(Row(cells.AsSpan(first, Math.Min(columns, cells.Length - first)), options));
        }

        lines.Add([]);
        AddLegend(lines, map.Total, options);
        AddRemarks(lines, map, cells[0].ZoneCount, options);
        return lines;
    }

    private static List<ZoneMapRun> Row(ReadOnlySpan<ZoneMapCell> cells, ZoneMapTextOptions options)
    {
        List<ZoneMapRun> row = [new(string.Create(CultureInfo.InvariantCulture, $"{cells[0].FirstZone,LabelColumns - 1} "), ZoneMapTone.Quiet)];
        var text = new StringBuilder();
        ZoneMapTone tone = ZoneMapTone.Plain;
        foreach (ZoneMapCell cell in cells)
        {
            ZoneMapTone next = cell is { RecoveredCount: > 0, Worst: < ZoneMapState.ReadOnly } ? ZoneMapTone.Recovering : ToneOf(cell.Worst);
            if (next != tone && text.Length > 0)
            {
                row.Add(new ZoneMapRun(text.ToString(), tone));
                text.Clear();
            }

            tone = next;
            text.Append(CharacterOf(cell, options));
        }

        row.Add(new ZoneMapRun(text.ToString(), tone));
        return row;
    }

    private static string CharacterOf(ZoneMapCell cell, ZoneMapTextOptions options) => LetterOf(cell.Worst, options) ?? HeightOf(cell, options.IsAscii ? Tenths : Heights).ToString();

    // Null where the fill is shown instead.
    private static string? LetterOf(ZoneMapState state, ZoneMapTextOptions options) => state switch
    {
        ZoneMapState.Faulted => "!",
        ZoneMapState.Offline => "X",
        ZoneMapState.Recovering => "~",
        ZoneMapState.ReadOnly => "R",
        ZoneMapState.Conventional => options.IsAscii ? "=" : "░",
        ZoneMapState.ExplicitlyOpen when !options.HasColours => "O",
        ZoneMapState.ImplicitlyOpen when !options.HasColours => "o",
        _ => null,
    };

    // The first stands for nothing and the last for all; what is nearly nothing or nearly all is neither.
    private static char HeightOf(ZoneMapCell cell, string heights)
    {
        int last = heights.Length - 1;
        return cell.WrittenBytes <= 0 ? heights[0]
            : cell.WrittenBytes >= cell.CapacityBytes ? heights[last]
            : heights[Math.Clamp((int)(last * (double)cell.WrittenBytes / cell.CapacityBytes), 1, last - 1)];
    }

    private static ZoneMapTone ToneOf(ZoneMapState state) => state switch
    {
        ZoneMapState.Conventional => ZoneMapTone.Conventional,
        ZoneMapState.Empty => ZoneMapTone.Quiet,
        ZoneMapState.Full => ZoneMapTone.Full,
        ZoneMapState.Closed or ZoneMapState.Active => ZoneMapTone.Closed,
        ZoneMapState.ImplicitlyOpen or ZoneMapState.ExplicitlyOpen => ZoneMapTone.Open,
        ZoneMapState.ReadOnly => ZoneMapTone.ReadOnly,
        ZoneMapState.Recovering => ZoneMapTone.Recovering,
        _ => ZoneMapTone.Failed,
    };

    private static void AddLegend(List<IReadOnlyList<ZoneMapRun>> lines, ZoneMapCell total, ZoneMapTextOptions options)
    {
        List<ZoneMapRun> line = [];
        int width = 0;
        for (ZoneMapState state = 0; state <= ZoneMapState.Faulted; state++)
        {
            if (total.CountOf(state) == 0)
            {
                continue;
            }

            string sign = SignOf(state, options);
            string text = $" {MapWords.Number(total.CountOf(state))} {MapWords.Of(state)}";
            if (line.Count > 0 && width + 3 + sign.Length + text.Length > options.WidthColumns)
            {
                lines.Add(line);
                line = [];
                width = 0;
            }

            string gap = line.Count > 0 ? "   " : "";
            line.Add(new ZoneMapRun(gap, ZoneMapTone.Plain));
            line.Add(new ZoneMapRun(sign, ToneOf(state)));
            line.Add(new ZoneMapRun(text, ZoneMapTone.Plain));
            width += gap.Length + sign.Length + text.Length;
        }

        lines.Add(line);
    }

    private static string SignOf(ZoneMapState state, ZoneMapTextOptions options) => LetterOf(state, options) ?? state switch
    {
        ZoneMapState.Full => options.IsAscii ? "#" : "█",
        ZoneMapState.Empty => options.IsAscii ? "." : "·",
        _ => options.IsAscii ? "1-9" : "▅",
    };

    private static void AddRemarks(List<IReadOnlyList<ZoneMapRun>> lines, ZoneMap map, int zonesPerCell, ZoneMapTextOptions options)
    {
        lines.Add(Line(Written(map), ZoneMapTone.Plain, options));
        if (map.Period > TimeSpan.Zero)
        {
            lines.Add(Line(
                $"{MapWords.Bytes(map.Total.RecentBytes / map.Period.TotalSeconds)}/s written, {MapWords.Number(map.Total.InFlight)} in flight, {MapWords.Number(map.Total.Waiting)} waiting{(map.RecoveryCount is { } recoveries ? $", {MapWords.Number(recoveries)} recovered" : "")}",
                ZoneMapTone.Plain,
                options));
        }

        foreach ((int zone, ZoneMapState state) in map.Troubled.OrderByDescending(trouble => trouble.State).Take(MostTroubled))
        {
            lines.Add(Line($"Zone {MapWords.Number(zone)} is {MapWords.Of(state)}.", ToneOf(state), options));
        }

        if (zonesPerCell > 1)
        {
            lines.Add(Line($"One cell stands for {MapWords.Number(zonesPerCell)} zones: their fill, and the sign of the worst.", ZoneMapTone.Quiet, options));
        }
    }

    private static string Written(ZoneMap map) => $"{MapWords.Bytes(map.Total.WrittenBytes)} of {MapWords.Bytes(map.Total.CapacityBytes)} written ({MapWords.Percent(map.Total.WrittenBytes, map.Total.CapacityBytes)})";

    // A name may have any character, and be longer than the line.
    private static ZoneMapRun[] Line(string text, ZoneMapTone tone, ZoneMapTextOptions options)
    {
        var plain = new StringBuilder(text.Length);
        foreach (char character in text)
        {
            char shown = char.IsControl(character) ? '?' : character;
            plain.Append(options.IsAscii && !char.IsAscii(shown) ? shown == '·' ? '-' : '?' : shown);
        }

        if (plain.Length > options.WidthColumns)
        {
            plain.Length = options.WidthColumns - 3;
            plain.Append("...");
        }

        return [new ZoneMapRun(plain.ToString(), tone)];
    }
}
