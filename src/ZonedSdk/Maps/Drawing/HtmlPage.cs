using System.Globalization;
using System.Text;

namespace ZonedSdk.Maps.Drawing;

/// <summary>The map as a page: figures, cells, a legend, what is wrong; and for a live one what happens.</summary>
internal static class HtmlPage
{
    public static string Draw(ZoneMap map, LivePage? live = null)
    {
        var layout = new MapLayout(map.Cells.Count);
        var html = new StringBuilder();
        AppendHead(html, map, layout, live);
        html.Append(CultureInfo.InvariantCulture, $"<header><div><h1>{MapWords.Escape(map.Title)}</h1><p class=\"quiet\">{MapWords.Escape(MapWords.Drive(map))}</p></div>");
        html.Append(live is null ? $"<p class=\"quiet\">{MapWords.Escape(map.Identity.Value)}</p></header>\n" : "<p id=\"state\" role=\"status\">Waiting for the first figures…</p></header>\n");
        html.Append("<main>\n");
        AppendTiles(html, map, live);
        AppendMap(html, map, layout);
        AppendLists(html, map, live);
        html.Append("</main>\n</div>\n<div id=\"tip\" aria-hidden=\"true\" hidden></div>\n<p id=\"said\" class=\"unseen\" aria-live=\"polite\"></p>\n");
        return html.Append(CultureInfo.InvariantCulture, $"<script>{PageParts.Script}</script>\n</body>\n</html>\n").ToString();
    }

    /// <summary>What changes on a page, by the element in which it stands.</summary>
    public static IEnumerable<(string Id, string Text)> Texts(ZoneMap map)
    {
        ZoneMapCell total = map.Total;
        int open = total.CountOf(ZoneMapState.ImplicitlyOpen) + total.CountOf(ZoneMapState.ExplicitlyOpen);
        yield return ("written", MapWords.Percent(total.WrittenBytes, total.CapacityBytes));
        yield return ("written-note", $"{MapWords.Bytes(total.WrittenBytes)} of {MapWords.Bytes(total.CapacityBytes)}");
        yield return ("open", MapWords.Number(open));
        yield return ("open-note", OpenNote(map, open));
        if (map.RecoveryCount is { } recoveries)
        {
            yield return ("rate", $"{MapWords.Bytes(map.Period > TimeSpan.Zero ? total.RecentBytes / map.Period.TotalSeconds : 0)}/s");
            yield return ("flying", MapWords.Number(total.InFlight));
            yield return ("waiting", MapWords.Number(total.Waiting));
            yield return ("recoveries", MapWords.Number(recoveries));
        }

        for (ZoneMapState state = 0; state <= ZoneMapState.Faulted; state++)
        {
            yield return (string.Create(CultureInfo.InvariantCulture, $"n{(int)state}"), MapWords.Number(total.CountOf(state)));
        }
    }

    // A drive that closes zones by itself does not tell: the runtime then knows only which were opened.
    private static string OpenNote(ZoneMap map, int open) => map.Limits.MaxOpenZones switch
    {
        0 => "zones, no limit",
        int most when open > most => $"the drive keeps {MapWords.Number(most)}",
        int most => $"of at most {MapWords.Number(most)}",
    };

    /// <summary>The zones with which something is wrong, those first that matter most.</summary>
    public static string Troubled(ZoneMap map)
    {
        const int Most = 12;
        var list = new StringBuilder();
        foreach ((int zone, ZoneMapState state) in map.Troubled.OrderByDescending(trouble => trouble.State).Take(Most))
        {
            list.Append("<li><svg viewBox=\"0 0 14 14\" aria-hidden=\"true\">");
            GridMarkup.AppendSample(list, state);
            list.Append(CultureInfo.InvariantCulture, $"</svg><span>Zone {MapWords.Number(zone)} is {MapWords.Of(state)}</span></li>");
        }

        int all = map.Total.CountOf(ZoneMapState.ReadOnly) + map.Total.CountOf(ZoneMapState.Recovering) + map.Total.CountOf(ZoneMapState.Offline) + map.Total.CountOf(ZoneMapState.Faulted);
        return all == 0 ? "<li class=\"quiet\">All zones are well.</li>"
            : all > Most ? list.Append(CultureInfo.InvariantCulture, $"<li class=\"quiet\">and {MapWords.Number(all - Most)} more</li>").ToString()
            : list.ToString();
    }

    private static void AppendHead(StringBuilder html, ZoneMap map, in MapLayout layout, LivePage? live)
    {
        html.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Append(CultureInfo.InvariantCulture, $"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src {PageParts.HashOf(PageParts.PageCss)}; script-src {PageParts.HashOf(PageParts.Script)}; connect-src {(live is null ? "'none'" : "'self'")}; base-uri 'none'; form-action 'none'\">\n");
        html.Append(CultureInfo.InvariantCulture, $"<title>Zones of {MapWords.Escape(map.Title)}</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>{PageParts.PageCss}</style>\n</head>\n");
        html.Append(CultureInfo.InvariantCulture, $"<body data-columns=\"{layout.Columns}\"");
        html.Append(live is null ? "" : string.Create(CultureInfo.InvariantCulture, $" data-source=\"{MapWords.Escape(live.Source)}\" data-interval=\"{live.Interval.TotalMilliseconds:0}\" data-page=\"{live.Page}\""));
        html.Append(">\n<div class=\"page\">\n");
    }

    private static void AppendTiles(StringBuilder html, ZoneMap map, LivePage? live)
    {
        Dictionary<string, string> texts = Texts(map).ToDictionary(text => text.Id, text => text.Text);
        html.Append("<dl class=\"tiles\">\n");
        AppendTile(html, texts, "Written", "written", texts["written-note"]);
        AppendTile(html, texts, "Open zones", "open", texts["open-note"]);
        if (live is not null)
        {
            html.Append("<div><dt>Throughput</dt><dd class=\"value\" id=\"rate\"></dd><dd class=\"note\">written<svg id=\"course\" viewBox=\"0 0 100 30\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><polyline points=\"\"/></svg></dd></div>\n");
            AppendTile(html, texts, "In flight", "flying", "writes at the drive");
            AppendTile(html, texts, "Waiting", "waiting", "for admission");
            AppendTile(html, texts, "Recoveries", "recoveries", "since the map began");
        }

        html.Append("</dl>\n");
    }

    private static void AppendTile(StringBuilder html, Dictionary<string, string> texts, string name, string id, string note) =>
        html.Append(CultureInfo.InvariantCulture, $"<div><dt>{name}</dt><dd class=\"value\" id=\"{id}\">{MapWords.Escape(texts.GetValueOrDefault(id, ""))}</dd><dd class=\"note\" id=\"{id}-note\">{MapWords.Escape(note)}</dd></div>\n");

    private static void AppendMap(StringBuilder html, ZoneMap map, in MapLayout layout)
    {
        html.Append("<section class=\"panel\" aria-label=\"Map of the zones\">\n");
        html.Append(CultureInfo.InvariantCulture, $"<svg id=\"grid\" viewBox=\"0 -4 {MapLayout.Width} {layout.Height + 8:0.#}\" tabindex=\"0\" role=\"img\" aria-label=\"{MapWords.Escape(SvgFile.Summary(map))} Arrow keys go through the cells.\">\n");
        GridMarkup.AppendShapes(html, layout);
        GridMarkup.AppendCells(html, map, layout, "desc", top: 0);
        html.Append("</svg>\n<ul class=\"legend\" aria-label=\"Legend\">\n");
        for (ZoneMapState state = 0; state <= ZoneMapState.Faulted; state++)
        {
            int count = map.Total.CountOf(state);
            if (state == ZoneMapState.Active && count == 0)
            {
                // Only a cache of the kernel's tells it: elsewhere it would be one more sign to learn. It stands there for the script all the same.
                html.Append(CultureInfo.InvariantCulture, $"<li hidden><b id=\"n{(int)state}\">0</b></li>\n");
                continue;
            }

            html.Append(CultureInfo.InvariantCulture, $"<li{(count == 0 ? " class=\"none\"" : "")}><svg viewBox=\"0 0 14 14\" aria-hidden=\"true\">");
            GridMarkup.AppendSample(html, state);
            html.Append(CultureInfo.InvariantCulture, $"</svg><span><b id=\"n{(int)state}\">{MapWords.Number(count)}</b> {MapWords.Of(state)}</span></li>\n");
        }

        html.Append("</ul>\n");
        foreach (string remark in SvgFile.Remarks(map))
        {
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"remark\">{MapWords.Escape(remark)}</p>\n");
        }

        html.Append("</section>\n");
    }

    private static void AppendLists(StringBuilder html, ZoneMap map, LivePage? live)
    {
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"two\">\n<section class=\"panel\"><h2>Needs attention</h2><ul class=\"list\" id=\"troubled\">{Troubled(map)}</ul></section>\n");
        html.Append(live is null ? "" : "<section class=\"panel\"><h2>What happened, in UTC</h2><ul class=\"list\" id=\"happened\"><li class=\"quiet\">Nothing yet.</li></ul></section>\n");
        html.Append("</div>\n");
    }
}
