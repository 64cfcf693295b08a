using System.Globalization;
using System.Text;

namespace ZonedSdk.Maps.Drawing;

/// <summary>All cells of a picture, with the number of the first zone before each row.</summary>
internal static class GridMarkup
{
    // Behind the mark of a zone with which something is wrong, so that it is seen on whatever is written.
    private const string Disc = "<circle class=\"d\" r=\"5.6\"/>";

    /// <summary>The shapes that cells and legends use.</summary>
    public static void AppendShapes(StringBuilder svg, in MapLayout layout)
    {
        double radius = Math.Min(3, layout.CellHeight / 9);
        double size = Math.Clamp(Math.Min(layout.CellWidth, layout.CellHeight) / 2.6, 3, 8);
        svg.Append(CultureInfo.InvariantCulture, $"<defs><rect id=\"t\" width=\"{layout.CellWidth:0.##}\" height=\"{layout.CellHeight:0.##}\" rx=\"{radius:0.#}\"/>");
        svg.Append("<pattern id=\"gap\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><path class=\"hatch\" d=\"M0 0v4\"/></pattern>");
        svg.Append("<pattern id=\"any\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\"><circle class=\"dots\" cx=\"2.5\" cy=\"2.5\" r=\"1\"/></pattern>");
        string middle = string.Create(CultureInfo.InvariantCulture, $"transform=\"translate({layout.CellWidth / 2:0.##} {layout.CellHeight / 2:0.##}) scale({size / 5:0.##})\"");
        AppendMark(svg, "mo", middle, "<circle r=\"2.1\"/>");
        AppendMark(svg, "mh", middle, "<circle r=\"2.6\"/>");
        AppendMark(svg, "mr", middle, Disc + "<path class=\"q\" d=\"M-3.2 0h6.4\"/>");
        AppendMark(svg, "mc", middle, Disc + "<path class=\"q\" d=\"M3.5 -1.6A3.9 3.9 0 1 0 3.7 1.4M4.1 -4.4l-.5 2.9l-2.9 -.4\"/>");
        AppendMark(svg, "mx", middle, Disc + "<path class=\"q\" d=\"M-2.6 -2.6l5.2 5.2M2.6 -2.6l-5.2 5.2\"/>");
        AppendMark(svg, "mf", middle, Disc + "<path class=\"q\" d=\"M0 -3.8v4.2M0 3.5v.2\"/>");
        svg.Append("</defs>\n");
    }

    /// <summary>The rows, from a height on.</summary>
    public static void AppendCells(StringBuilder svg, ZoneMap map, in MapLayout layout, string nameElement, double top)
    {
        svg.Append("<g class=\"rows\">");
        for (int row = 0; row < layout.Rows; row++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"row\" x=\"{MapLayout.Left - 10}\" y=\"{top + layout.Y(row) + (layout.CellHeight / 2) + 4:0.#}\">{MapWords.Number(map.Cells[row * layout.Columns].FirstZone)}</text>");
        }

        svg.Append("</g>\n<g id=\"cells\">\n");
        for (int index = 0; index < map.Cells.Count; index++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate({layout.X(index):0.##} {top + layout.Y(index / layout.Columns):0.##})\">");
            CellMarkup.Append(svg, map.Cells[index], layout, nameElement);
            svg.Append("</g>\n");
        }

        svg.Append("</g>\n");
    }

    /// <summary>A sample of a cell in a state, as high as a line of text.</summary>
    public static void AppendSample(StringBuilder svg, ZoneMapState state)
    {
        (string track, string part, double top) = state switch
        {
            ZoneMapState.Conventional => ("t tv", "", 0),
            ZoneMapState.Empty => ("t", "", 0),
            ZoneMapState.Full => ("t", "f", 0),
            ZoneMapState.Closed or ZoneMapState.Active => ("t", "p", 7.0),
            ZoneMapState.ImplicitlyOpen or ZoneMapState.ExplicitlyOpen => ("t", "o", 7.0),
            ZoneMapState.ReadOnly => ("t tr", "", 0),
            ZoneMapState.Recovering => ("t tc", "", 0),
            ZoneMapState.Offline => ("t tx", "", 0),
            _ => ("t tf", "", 0),
        };
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{track}\" width=\"14\" height=\"14\" rx=\"2\"/>");
        if (state == ZoneMapState.Conventional)
        {
            svg.Append("<rect class=\"v\" width=\"14\" height=\"14\" rx=\"2\"/>");
        }

        if (part.Length > 0)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"{part}\" d=\"M0 {top:0.#}h14v{14 - top:0.#}H0z\"/>");
        }

        if (part is "p" or "o")
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"w\" d=\"M0 {top:0.#}h14\"/>");
        }

        if (CellMarkup.MarkOf(state) is { } mark)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<use href=\"#s{mark}\" class=\"k {mark}\"/>");
        }
    }

    // Each stands twice: in the middle of a cell, and in the middle of a sample.
    private static void AppendMark(StringBuilder svg, string id, string middle, string shape) =>
        svg.Append(CultureInfo.InvariantCulture, $"<g id=\"{id}\"><g {middle}>{shape}</g></g><g id=\"s{id}\"><g transform=\"translate(7 7)\">{shape}</g></g>");
}
