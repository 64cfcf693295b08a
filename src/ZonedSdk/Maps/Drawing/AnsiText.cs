using System.Text;

namespace ZonedSdk.Maps.Drawing;

/// <summary>Lines as text, with the sixteen colours that every terminal has, as its owner has set them.</summary>
internal static class AnsiText
{
    private const string Normal = "\e[0m";

    public static string Write(IReadOnlyList<IReadOnlyList<ZoneMapRun>> lines, bool hasColours)
    {
        var text = new StringBuilder();
        foreach (IReadOnlyList<ZoneMapRun> line in lines)
        {
            foreach ((string characters, ZoneMapTone tone) in line)
            {
                string colour = hasColours ? ColourOf(tone) : "";
                text.Append(colour).Append(characters).Append(colour.Length > 0 ? Normal : "");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static string ColourOf(ZoneMapTone tone) => tone switch
    {
        ZoneMapTone.Title => "\e[1m",
        ZoneMapTone.Quiet => "\e[2m",
        ZoneMapTone.Conventional => "\e[33m",
        ZoneMapTone.Full => "\e[34m",
        ZoneMapTone.Closed => "\e[94m",
        ZoneMapTone.Open => "\e[36m",
        ZoneMapTone.ReadOnly => "\e[93m",
        ZoneMapTone.Recovering => "\e[95m",
        ZoneMapTone.Failed => "\e[91m",
        _ => "",
    };
}
