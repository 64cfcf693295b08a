using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ZonedSdk.Maps.Drawing;

/// <summary>What pages have been told: each cell as it was drawn last, and by which look. Whoever asks says which look it knows, so nothing is kept for anybody.</summary>
internal sealed class SnapshotStore
{
    // It is JSON and never stands in a page, so markup need not be escaped for one.
    private static readonly JsonWriterOptions s_writerOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Looks are numbered from 1 by each map anew: a page must not take those of a server before for these.
    private readonly string _instance = Guid.NewGuid().ToString("N")[..12];
    private string[] _cells = [];
    private long[] _changed = [];
    private long _look;
    private ZoneMap? _kept;

    /// <summary>Differs where a page would have other cells, or another script.</summary>
    public static string PageOf(ZoneMap map)
    {
        string shape = string.Create(CultureInfo.InvariantCulture, $"{map.Title}\n{MapWords.Drive(map)}\n{map.Identity}\n{map.Cells.Count}\n{PageParts.Script.Length}\n{PageParts.PageCss.Length}");
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(shape)))[..16];
    }

    /// <summary>Draws a map's cells, and notes which have changed.</summary>
    public void Keep(ZoneMap map)
    {
        if (ReferenceEquals(map, _kept))
        {
            return;
        }

        _kept = map;
        var layout = new MapLayout(map.Cells.Count);
        if (_cells.Length != map.Cells.Count)
        {
            _cells = new string[map.Cells.Count];
            _changed = new long[map.Cells.Count];
        }

        _look++;
        var markup = new StringBuilder();
        for (int index = 0; index < _cells.Length; index++)
        {
            CellMarkup.Append(markup.Clear(), map.Cells[index], layout, "desc");
            if (!markup.Equals(_cells[index].AsSpan()))
            {
                _cells[index] = markup.ToString();
                _changed[index] = _look;
            }
        }
    }

    /// <summary>The content of a snapshot.</summary>
    public byte[] Write(ZoneMap map, string? since, string happened)
    {
        long known = KnownBy(since);
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, s_writerOptions))
        {
            json.WriteStartObject();
            json.WriteString("since", string.Create(CultureInfo.InvariantCulture, $"{_instance}.{_look}"));
            json.WriteString("page", PageOf(map));
            json.WriteNumber("rate", map.Period > TimeSpan.Zero ? Math.Round(map.Total.RecentBytes / map.Period.TotalSeconds) : 0);
            json.WriteStartObject("texts");
            foreach ((string id, string text) in HtmlPage.Texts(map))
            {
                json.WriteString(id, text);
            }

            json.WriteEndObject();
            json.WriteStartObject("lists");
            json.WriteString("troubled", HtmlPage.Troubled(map));
            json.WriteString("happened", happened);
            json.WriteEndObject();
            json.WriteStartArray("cells");
            for (int index = 0; index < _cells.Length; index++)
            {
                if (_changed[index] > known)
                {
                    json.WriteStartArray();
                    json.WriteNumberValue(index);
                    json.WriteStringValue(_cells[index]);
                    json.WriteEndArray();
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    // Whatever stands there comes from outside: what this map did not say counts as nothing.
    private long KnownBy(string? since) =>
        since is not null && since.StartsWith(_instance, StringComparison.Ordinal) && since.Length > _instance.Length && since[_instance.Length] == '.'
        && long.TryParse(since.AsSpan(_instance.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long look) && look <= _look
            ? look
            : 0;
}
