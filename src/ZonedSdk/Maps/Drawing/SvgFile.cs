using System.Globalization;
using System.Text;

namespace ZonedSdk.Maps.Drawing;

/// <summary>The map as a file: what drive it is, its cells, a legend of what occurs.</summary>
internal static class SvgFile
{
    private const double Top = 96;
    private const double LegendGap = 34;
    private const double LegendLine = 26;
    private const double CharacterWidth = 7.1;

    public static string Draw(ZoneMap map)
    {
        var layout = new MapLayout(map.Cells.Count);
        List<string> remarks = Remarks(map);
        var legend = new StringBuilder();
        double legendTop = Top + layout.Height + LegendGap;
        double end = AppendLegend(legend, map.Total, legendTop);
        double height = end + (remarks.Count * 20) + 26;

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {MapLayout.Width} {height:0.#}\" role=\"img\" aria-labelledby=\"name what\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title id=\"name\">Zones of {Escape(map.Title)}</title>\n<desc id=\"what\">{Escape(Summary(map))}</desc>\n<style>\n{PageParts.MapCss}");
        svg.Append(".ground { fill: var(--panel); } .title { font-size: 20px; font-weight: 650; } .small { font-size: 13px; fill: var(--quiet); } .key { font-size: 13px; } .count { font-weight: 650; font-variant-numeric: tabular-nums; } .share { font-size: 20px; font-weight: 650; text-anchor: end; } .end { text-anchor: end; }\n</style>\n");
        GridMarkup.AppendShapes(svg, layout);
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"ground\" width=\"{MapLayout.Width}\" height=\"{height:0.#}\" rx=\"12\"/>\n");
        AppendText(svg, "title", MapLayout.Left, 42, Shorten(map.Title, 64));
        AppendText(svg, "small", MapLayout.Left, 66, MapWords.Drive(map));
        AppendText(svg, "share", MapLayout.Right, 42, MapWords.Percent(map.Total.WrittenBytes, map.Total.CapacityBytes));
        AppendText(svg, "small end", MapLayout.Right, 66, $"{MapWords.Bytes(map.Total.WrittenBytes)} of {MapWords.Bytes(map.Total.CapacityBytes)} written");
        GridMarkup.AppendCells(svg, map, layout, "title", Top);
        svg.Append(legend);
        for (int line = 0; line < remarks.Count; line++)
        {
            AppendText(svg, "small", MapLayout.Left, end + 8 + (line * 20), remarks[line]);
        }

        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>The map in a sentence, for who does not see it.</summary>
    public static string Summary(ZoneMap map)
    {
        IEnumerable<string> states = Enumerable.Range(0, ZoneMapCell.StateCount)
            .Select(state => (ZoneMapState)state)
            .Where(state => map.Total.CountOf(state) > 0)
            .Select(state => $"{MapWords.Number(map.Total.CountOf(state))} {MapWords.Of(state)}");
        return $"{MapWords.Zones(map.Geometry.ZoneCount)}: {string.Join(", ", states)}. {MapWords.Bytes(map.Total.WrittenBytes)} of {MapWords.Bytes(map.Total.CapacityBytes)} written.";
    }

    /// <summary>What a reader has to know beside the legend.</summary>
    public static List<string> Remarks(ZoneMap map)
    {
        List<string> remarks = [];
        if (map.ZonesPerCell > 1)
        {
            remarks.Add($"One cell stands for {MapWords.Number(map.ZonesPerCell)} zones: how much of them is written, and the mark of the one that matters most.");
        }

        if (map.Total.GapBytes > 0)
        {
            remarks.Add("Hatched: beyond the zones' capacity, where no data can stand.");
        }

        return remarks;
    }

    private static double AppendLegend(StringBuilder svg, ZoneMapCell total, double top)
    {
        double x = MapLayout.Left;
        double y = top;
        for (ZoneMapState state = 0; state <= ZoneMapState.Faulted; state++)
        {
            if (total.CountOf(state) == 0)
            {
                continue;
            }

            string count = MapWords.Number(total.CountOf(state));
            string name = MapWords.Of(state);
            double width = 21 + ((count.Length + 1 + name.Length) * CharacterWidth) + 24;
            if (x > MapLayout.Left && x + width > MapLayout.Right)
            {
                x = MapLayout.Left;
                y += LegendLine;
            }

            svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate({x:0.#} {y - 11.5:0.#})\">");
            GridMarkup.AppendSample(svg, state);
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"key\" x=\"21\" y=\"11.5\"><tspan class=\"count\">{count}</tspan> {name}</text></g>\n");
            x += width;
        }

        return y + LegendLine;
    }

    private static void AppendText(StringBuilder svg, string kind, double x, double y, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"{kind}\" x=\"{x:0.#}\" y=\"{y:0.#}\">{Escape(text)}</text>\n");

    private static string Shorten(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, length - 1), "…");

    private static string Escape(string text) => MapWords.Escape(text);
}
