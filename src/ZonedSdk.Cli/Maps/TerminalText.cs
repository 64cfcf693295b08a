using ZonedSdk.Maps;

namespace ZonedSdk.Cli;

/// <summary>What the output takes: a terminal colours, a file none; and as many columns as there are.</summary>
internal static class TerminalText
{
    private const int UsualColumns = 80;

    public static ZoneMapTextOptions OptionsOf(int widthColumns, bool isAscii) => new()
    {
        WidthColumns = widthColumns > 0 ? widthColumns : Math.Clamp(Columns(), ZoneMapTextOptions.LeastWidthColumns, ZoneMapTextOptions.MostWidthColumns),
        HasColours = HasColours,
        IsAscii = isAscii || !IsUnicode,
    };

    // https://no-color.org: set and not empty, whatever it says.
    private static bool HasColours => !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");

    private static bool IsUnicode => Console.OutputEncoding.WebName.StartsWith("utf-", StringComparison.Ordinal);

    private static int Columns()
    {
        if (Console.IsOutputRedirected)
        {
            return UsualColumns;
        }

        // A terminal that does not know its width says 0.
        int columns = Console.WindowWidth;
        return columns > 0 ? columns : UsualColumns;
    }
}
