using System.Security.Cryptography;
using System.Text;

namespace ZonedSdk.Maps.Drawing;

/// <summary>The style sheets and the script that pictures and pages carry in them. They stand beside this file.</summary>
internal static class PageParts
{
    /// <summary>Colours and shapes of the map, in every picture.</summary>
    public static string MapCss { get; } = Read("map.css");

    /// <summary>What surrounds the map on a page.</summary>
    public static string PageCss { get; } = MapCss + Read("page.css");

    /// <summary>What a page does.</summary>
    public static string Script { get; } = Read("page.js");

    /// <summary>What a policy of content names a style sheet or script by.</summary>
    public static string HashOf(string content) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}'";

    private static string Read(string name)
    {
        using Stream stream = typeof(PageParts).Assembly.GetManifestResourceStream($"ZonedSdk.Maps.{name}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
