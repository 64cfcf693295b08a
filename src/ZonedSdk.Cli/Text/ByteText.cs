using System.CommandLine.Parsing;
using System.Globalization;

namespace ZonedSdk.Cli;

/// <summary>Quantities of bytes as people write and read them.</summary>
internal static class ByteText
{
    private static readonly (string Name, int Shift)[] s_units = [("TiB", 40), ("GiB", 30), ("MiB", 20), ("KiB", 10), ("B", 0)];

    /// <summary>The largest unit that leaves a whole number or one digit behind the point.</summary>
    public static string Of(long bytes)
    {
        (string name, int shift) = s_units.First(unit => bytes >= 1L << unit.Shift || unit.Shift == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << shift):0.#} {name}");
    }

    /// <summary>Reads an argument: a number of bytes, or one with a unit.</summary>
    public static long Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (TryParse(text) is { } bytes)
        {
            return bytes;
        }

        result.AddError($"'{text}' is no number of bytes. Examples: 1048576, 16MiB, 4GiB.");
        return 0;
    }

    /// <summary>Reads a text; null where it is no number of bytes, or one too large.</summary>
    public static long? TryParse(string text)
    {
        foreach ((string name, int shift) in s_units)
        {
            if (text.EndsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return Number(text[..^name.Length].TrimEnd(), shift);
            }
        }

        return Number(text, shift: 0);
    }

    private static long? Number(string digits, int shift) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value <= long.MaxValue >> shift ? value << shift : null;
}
