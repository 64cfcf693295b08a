using System.Globalization;

namespace ZonedSdk.Benchmarks.Bars;

/// <summary>What a figure counts.</summary>
internal enum Unit
{
    /// <summary>A ratio.</summary>
    Times,

    /// <summary>A share of one.</summary>
    Share,

    /// <summary>Uncontended locks, entered and left.</summary>
    Locks,

    /// <summary>Bytes of an operation.</summary>
    Bytes,

    /// <summary>Records of metadata.</summary>
    Records,

    /// <summary>Milliseconds.</summary>
    Milliseconds,
}

/// <summary>How figures are printed.</summary>
internal static class UnitFormat
{
    public static string Format(this Unit unit, double value) => string.Create(CultureInfo.InvariantCulture, $"{Rounded(unit, value)}{Suffix(unit)}");

    private static string Rounded(Unit unit, double value) => unit switch
    {
        Unit.Share => (value * 100).ToString("F0", CultureInfo.InvariantCulture),
        Unit.Bytes or Unit.Locks => value.ToString("F1", CultureInfo.InvariantCulture).Replace("-0.0", "0.0", StringComparison.Ordinal),
        Unit.Records => value.ToString("0.##", CultureInfo.InvariantCulture),
        Unit.Milliseconds => value.ToString("F0", CultureInfo.InvariantCulture),
        _ => value.ToString(value >= 10 ? "F1" : "F2", CultureInfo.InvariantCulture),
    };

    private static string Suffix(Unit unit) => unit switch
    {
        Unit.Times => "x",
        Unit.Share => " %",
        Unit.Bytes => " B",
        Unit.Milliseconds => " ms",
        _ => "",
    };
}
