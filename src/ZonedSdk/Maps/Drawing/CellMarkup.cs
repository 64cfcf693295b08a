using System.Globalization;
using System.Text;

namespace ZonedSdk.Maps.Drawing;

/// <summary>What stands in one cell of a picture: a track, the written part by the states of its zones, the write pointer, what lies beyond the capacity, and the mark of the state that matters most.</summary>
internal static class CellMarkup
{
    // Below this a part would not be seen, and a part that is there must be.
    private const double LeastHeight = 1.2;

    /// <summary>Writes the content of a cell's group.</summary>
    /// <param name="svg">Where it goes.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="layout">Its size.</param>
    /// <param name="nameElement">What the description stands in: <c>title</c>, which a viewer of SVG files shows, or <c>desc</c>, which the page's script does.</param>
    public static void Append(StringBuilder svg, ZoneMapCell cell, in MapLayout layout, string nameElement)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<{nameElement}>{MapWords.Describe(cell)}</{nameElement}><use href=\"#t\" class=\"{TrackOf(cell)}\"/>");
        if (cell.CountOf(ZoneMapState.Conventional) == cell.ZoneCount)
        {
            svg.Append("<use href=\"#t\" class=\"v\"/>");
        }

        AppendGap(svg, cell, layout);
        double top = AppendFill(svg, cell, layout);
        AppendRecent(svg, cell, layout, top);
        if (cell.InFlight + cell.Waiting > 0)
        {
            svg.Append(cell.Waiting > 0 ? "<use href=\"#t\" class=\"wait\"/>" : "<use href=\"#t\" class=\"fly\"/>");
        }

        if (cell.RecoveredCount > 0)
        {
            svg.Append("<use href=\"#t\" class=\"healed\"/>");
        }

        if (FrameOf(cell.Worst) is { } frame)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<use href=\"#t\" class=\"{frame}\"/>");
        }

        if (MarkOf(cell.Worst) is { } mark)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<use href=\"#{mark}\" class=\"k {mark}\"/>");
        }
    }

    /// <summary>The sign of a state that is not told by the fill alone; null where there is none.</summary>
    public static string? MarkOf(ZoneMapState state) => state switch
    {
        ZoneMapState.ImplicitlyOpen => "mo",
        ZoneMapState.ExplicitlyOpen => "mh",
        ZoneMapState.ReadOnly => "mr",
        ZoneMapState.Recovering => "mc",
        ZoneMapState.Offline => "mx",
        ZoneMapState.Faulted => "mf",
        _ => null,
    };

    // Drawn last, so that it is seen around a full cell, too.
    private static string? FrameOf(ZoneMapState state) => state switch
    {
        ZoneMapState.ReadOnly => "er",
        ZoneMapState.Recovering => "ec",
        ZoneMapState.Offline => "ex",
        ZoneMapState.Faulted => "ef",
        _ => null,
    };

    private static string TrackOf(ZoneMapCell cell) => cell.Worst switch
    {
        ZoneMapState.ReadOnly => "t tr",
        ZoneMapState.Recovering => "t tc",
        ZoneMapState.Offline => "t tx",
        ZoneMapState.Faulted => "t tf",
        _ when cell.CountOf(ZoneMapState.Conventional) == cell.ZoneCount => "t tv",
        _ => "t",
    };

    // From the bottom: full zones, then those that are closed, then those that are open.
    private static double AppendFill(StringBuilder svg, ZoneMapCell cell, in MapLayout layout)
    {
        double y = layout.CellHeight;
        y = AppendPart(svg, "f", cell.WrittenIn(ZoneMapState.Full), y, cell, layout);
        long partly = cell.WrittenIn(ZoneMapState.Closed) + cell.WrittenIn(ZoneMapState.Active) + cell.WrittenIn(ZoneMapState.ReadOnly);
        y = AppendPart(svg, "p", partly, y, cell, layout);
        long open = cell.WrittenIn(ZoneMapState.ImplicitlyOpen) + cell.WrittenIn(ZoneMapState.ExplicitlyOpen) + cell.WrittenIn(ZoneMapState.Recovering) + cell.WrittenIn(ZoneMapState.Faulted);
        y = AppendPart(svg, "o", open, y, cell, layout);
        if (y < layout.CellHeight && partly + open > 0)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"w\" d=\"M0 {y:0.#}h{layout.CellWidth:0.##}\"/>");
        }

        return y;
    }

    private static double AppendPart(StringBuilder svg, string kind, long bytes, double bottom, ZoneMapCell cell, in MapLayout layout)
    {
        if (bytes <= 0)
        {
            return bottom;
        }

        double height = Math.Min(bottom, Math.Max(LeastHeight, layout.CellHeight * bytes / cell.LengthBytes));
        AppendBox(svg, kind, bottom - height, height, layout);
        return bottom - height;
    }

    private static void AppendRecent(StringBuilder svg, ZoneMapCell cell, in MapLayout layout, double top)
    {
        if (cell.RecentBytes > 0 && top < layout.CellHeight)
        {
            AppendBox(svg, "n", top, Math.Min(layout.CellHeight - top, Math.Max(2, layout.CellHeight * cell.RecentBytes / cell.LengthBytes)), layout);
        }
    }

    private static void AppendGap(StringBuilder svg, ZoneMapCell cell, in MapLayout layout)
    {
        if (cell.GapBytes > 0)
        {
            AppendBox(svg, "g", 0, Math.Max(LeastHeight, layout.CellHeight * cell.GapBytes / cell.LengthBytes), layout);
        }
    }

    private static void AppendBox(StringBuilder svg, string kind, double y, double height, in MapLayout layout) =>
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"{kind}\" d=\"M0 {y:0.#}h{layout.CellWidth:0.##}v{height:0.#}H0z\"/>");
}
