using System.Globalization;
using System.Security;
using System.Xml;

namespace ZonedSdk.Maps.Drawing;

/// <summary>States, quantities and sentences in words, the same in every picture and culture.</summary>
internal static class MapWords
{
    private static readonly string[] s_units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    public static string Of(ZoneMapState state) => state switch
    {
        ZoneMapState.Conventional => "conventional",
        ZoneMapState.Empty => "empty",
        ZoneMapState.Full => "full",
        ZoneMapState.Closed => "closed",
        ZoneMapState.Active => "active",
        ZoneMapState.ImplicitlyOpen => "open",
        ZoneMapState.ExplicitlyOpen => "held open",
        ZoneMapState.ReadOnly => "read-only",
        ZoneMapState.Recovering => "recovering",
        ZoneMapState.Offline => "offline",
        _ => "faulted",
    };

    public static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>The largest unit that leaves at least 1, with one digit behind the point where it is small.</summary>
    public static string Bytes(double bytes)
    {
        int unit = 0;
        while (bytes >= 1024 && unit < s_units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes.ToString(bytes < 100 ? "0.#" : "0", CultureInfo.InvariantCulture)} {s_units[unit]}");
    }

    /// <summary>A share, never rounded to 0 % or 100 % where it is not.</summary>
    public static string Percent(long part, long whole)
    {
        double share = whole == 0 ? 0 : 100.0 * part / whole;
        return part > 0 && share < 0.1 ? "<0.1 %" : part < whole && share > 99.9 ? ">99.9 %" : string.Create(CultureInfo.InvariantCulture, $"{share:0.#} %");
    }

    /// <summary>A text within markup: what a name may have and XML may not is shown as a question mark.</summary>
    public static string Escape(string text)
    {
        string escaped = SecurityElement.Escape(text);
        return escaped.All(XmlConvert.IsXmlChar) ? escaped : string.Concat(escaped.EnumerateRunes().Select(rune => rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "?" : rune.ToString()));
    }

    public static string Zones(long count) => count == 1 ? "1 zone" : $"{Number(count)} zones";

    /// <summary>What the drive is, in a line.</summary>
    public static string Drive(ZoneMap map)
    {
        string text = $"{Zones(map.Geometry.ZoneCount)} of {Bytes(map.Geometry.ZoneSizeBytes)} · {Bytes(map.Geometry.SizeBytes)}";
        text += map.Limits.MaxOpenZones > 0 ? $" · at most {Number(map.Limits.MaxOpenZones)} open" : "";
        return text + (map.Limits.MaxActiveZones > 0 ? $" · at most {Number(map.Limits.MaxActiveZones)} active" : "");
    }

    /// <summary>Which zones a cell stands for.</summary>
    public static string Zones(ZoneMapCell cell) => cell.ZoneCount == 1 ? $"Zone {Number(cell.FirstZone)}" : $"Zones {Number(cell.FirstZone)}–{Number(cell.FirstZone + cell.ZoneCount - 1L)}";

    /// <summary>Everything that a cell shows, as a sentence.</summary>
    public static string Describe(ZoneMapCell cell)
    {
        string text = $"{Zones(cell)}: {States(cell)}";
        bool hasPointers = cell.CountOf(ZoneMapState.Conventional) < cell.ZoneCount;
        text += hasPointers ? $"; {Bytes(cell.WrittenBytes)} of {Bytes(cell.CapacityBytes)} written" : "";
        text += cell.GapBytes > 0 ? $"; {Bytes(cell.GapBytes)} beyond capacity" : "";
        text += cell.RecentBytes > 0 ? $"; {Bytes(cell.RecentBytes)} just now" : "";
        text += cell.InFlight > 0 ? $"; {Number(cell.InFlight)} in flight" : "";
        text += cell.Waiting > 0 ? $"; {Number(cell.Waiting)} waiting" : "";
        return text + (cell.RecoveredCount > 0 ? "; recovered just now" : "");
    }

    private static string States(ZoneMapCell cell)
    {
        if (cell.ZoneCount == 1)
        {
            return Of(cell.Worst);
        }

        List<string> parts = [];
        for (var state = ZoneMapState.Faulted; state >= 0; state--)
        {
            if (cell.CountOf(state) is > 0 and int count)
            {
                // The one that a reader would look for is named.
                parts.Add(state == cell.Worst && state >= ZoneMapState.ReadOnly ? $"{Number(count)} {Of(state)} ({(count > 1 ? "first " : "")}{Number(cell.WorstZone)})" : $"{Number(count)} {Of(state)}");
            }
        }

        return string.Join(", ", parts);
    }
}
