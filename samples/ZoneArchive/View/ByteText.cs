using System.CommandLine.Parsing;
using System.Globalization;

namespace ZoneArchive;

/// <summary>Byte quantities as people write and read them.</summary>
internal static class ByteText
{
    private static readonly string[] s_units = ["B", "KiB", "MiB", "GiB", "TiB"];

    public static string Of(long bytes)
    {
        double value = bytes;
        int unit = 0;
        while (Math.Abs(value) >= 1024 && unit < s_units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {s_units[unit]}");
    }

    public static string Rate(long bytes, TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6 / Math.Max(time.TotalSeconds, 1e-3):0} MB/s");

    /// <summary>Parses an option's value: a number of bytes, or a number with a unit ('16MiB', '16M').</summary>
    public static long Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (TryParse(text, out long bytes))
        {
            return bytes;
        }

        result.AddError($"'{text}' is no number of bytes. Examples: 1048576, 16MiB, 4GiB.");
        return 0;
    }

    public static bool TryParse(string text, out long bytes)
    {
        int digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        string unit = digits < 0 ? "B" : text[digits..].Trim();
        int shift = Array.FindIndex(s_units, name => name.Equals(unit, StringComparison.OrdinalIgnoreCase) || (name.Length > 1 && name[..1].Equals(unit, StringComparison.OrdinalIgnoreCase)));
        bytes = 0;
        return shift >= 0 && digits != 0
            && long.TryParse(digits < 0 ? text : text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out bytes)
            && bytes <= long.MaxValue >> (10 * shift) && (bytes <<= 10 * shift) >= 0;
    }
}
