using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ZonedSdk.PackageTests.Harness;

/// <summary>What a compiler's error log says, in an order that does not change from build to build.</summary>
internal static class Sarif
{
    /// <summary>The results as lines, sorted by file, place, id and message: of the package's rules, and whatever says that an analyzer or generator could not run.</summary>
    public static string Normalize(string log)
    {
        using var document = JsonDocument.Parse(log);
        IEnumerable<string> lines = document.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()
            .Where(static r => IsOurs(r.GetProperty("ruleId").GetString()!))
            .Select(static r => (Place: PlaceOf(r), Line: LineOf(r)))
            .OrderBy(static l => l.Place, StringComparer.Ordinal)
            .ThenBy(static l => l.Line, StringComparer.Ordinal)
            .Select(static l => l.Line);
        return string.Concat(lines.Select(static l => l + "\n"));
    }

    /// <summary>Compares with the golden file.</summary>
    public static void Check(string name, string log) =>
        Golden.Check(Path.Combine(RepositoryRoot.Path, "tests", "ZonedSdk.PackageTests", "Goldens", $"{name}.txt"), Normalize(log));

    private static bool IsOurs(string id) => id.StartsWith("ZSDK", StringComparison.Ordinal) || id is "AD0001" or "CS9057" or "CS8032" or "CS8784" or "CS8785";

    private static string LineOf(JsonElement result)
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{PlaceOf(result)}: {result.GetProperty("level").GetString()} {result.GetProperty("ruleId").GetString()}: {result.GetProperty("message").GetProperty("text").GetString()}");
        if (result.TryGetProperty("relatedLocations", out JsonElement related))
        {
            line.Append(CultureInfo.InvariantCulture, $" [{string.Join(", ", related.EnumerateArray().Select(PlaceIn))}]");
        }

        return line.ToString();
    }

    private static string PlaceOf(JsonElement result) =>
        result.TryGetProperty("locations", out JsonElement locations) && locations.GetArrayLength() > 0 ? PlaceIn(locations[0]) : "";

    private static string PlaceIn(JsonElement location)
    {
        JsonElement physical = location.GetProperty("physicalLocation");
        JsonElement region = physical.GetProperty("region");
        string file = Path.GetFileName(new Uri(physical.GetProperty("artifactLocation").GetProperty("uri").GetString()!, UriKind.RelativeOrAbsolute).ToString());
        return string.Create(CultureInfo.InvariantCulture, $"{file}({Number(region, "startLine"),3},{Number(region, "startColumn"),3})-({Number(region, "endLine"),3},{Number(region, "endColumn"),3})");
    }

    private static int Number(JsonElement region, string name) => region.GetProperty(name).GetInt32();
}
