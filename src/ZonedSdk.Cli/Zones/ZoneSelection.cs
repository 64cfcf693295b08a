using System.CommandLine.Parsing;
using System.Globalization;

namespace ZonedSdk.Cli;

/// <summary>Zones by their index: some ranges, or all.</summary>
internal sealed class ZoneSelection
{
    private readonly (int First, int Last)[] _ranges;

    private ZoneSelection((int First, int Last)[] ranges) => _ranges = ranges;

    /// <summary>All zones, however many there are.</summary>
    public static ZoneSelection All { get; } = new([]);

    public bool IsAll => _ranges.Length == 0;

    /// <summary>Reads an argument: <c>3</c>, <c>3-7</c>, several of these with commas, or <c>all</c>.</summary>
    public static ZoneSelection Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (TryParse(text) is { } zones)
        {
            return zones;
        }

        result.AddError($"'{text}' names no zones. Examples: 3, 3-7, 0,5,8-11, all.");
        return All;
    }

    /// <summary>Reads a text; null where it names no zones.</summary>
    public static ZoneSelection? TryParse(string text)
    {
        if (text == "all")
        {
            return All;
        }

        List<(int First, int Last)> ranges = [];
        foreach (string part in text.Split(','))
        {
            string[] ends = part.Split('-');
            if (ends.Length > 2 || !TryNumber(ends[0], out int first) || !TryNumber(ends[^1], out int last) || last < first)
            {
                return null;
            }

            ranges.Add((first, last));
        }

        return new ZoneSelection([.. ranges]);
    }

    /// <summary>The ranges on a drive, each within it.</summary>
    /// <exception cref="ArgumentException">One reaches beyond it; the message says how many zones there are.</exception>
    public IReadOnlyList<(int First, int Count)> On(ZonedDevice device)
    {
        int count = device.Geometry.ZoneCount;
        return IsAll ? [(0, count)] : [.. _ranges.Select(range => range.Last < count
            ? (range.First, range.Last - range.First + 1)
            : throw new ArgumentException($"There is no zone {range.Last} on {device.Name}: it has the zones 0 to {count - 1}. Nothing was done."))];
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
