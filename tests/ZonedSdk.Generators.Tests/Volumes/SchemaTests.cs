using System.Reflection;
using System.Text.Json;
using ZonedSdk.Generators.Tests.Harness;

namespace ZonedSdk.Generators.Tests.Volumes;

/// <summary>The editor's schema and the generator know the same keys and words.</summary>
public sealed class SchemaTests
{
    [Fact]
    public void The_schema_and_the_reader_know_the_same()
    {
        using JsonDocument schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Find(), "src", "ZonedSdk", "buildTransitive", "zoned-volume.schema.json")));
        JsonElement figures = schema.RootElement.GetProperty("properties");
        JsonElement region = figures.GetProperty("regions").GetProperty("items").GetProperty("properties");
        Assert.Equal(Known("s_keys"), Keys(figures));
        Assert.Equal(Known("s_regionKeys"), Keys(region));
        Assert.Equal(Known("s_models"), Words(figures.GetProperty("model")));
        Assert.Equal(Known("s_flavours"), Words(figures.GetProperty("flavour")));
        Assert.Equal(Known("s_targets"), Words(figures.GetProperty("target")));
        Assert.Equal(Known("s_rests"), Words(region.GetProperty("zoneCount").GetProperty("anyOf")[1]));
        Assert.Equal(Known("s_types"), Words(region.GetProperty("type")));
        Assert.Equal(Known("s_modes"), Words(region.GetProperty("write")));
    }

    private static string[] Known(string field) =>
        [.. ((string[])typeof(ZonedGenerator).Assembly.GetType("ZonedSdk.Generators.Volumes.Parsing.VolumeFileReader", throwOnError: true)!.GetField(field, BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!).Order(StringComparer.Ordinal)];

    private static string[] Keys(JsonElement properties) => [.. properties.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal)];

    private static string[] Words(JsonElement property) => [.. property.GetProperty("enum").EnumerateArray().Select(word => word.GetString()!).Order(StringComparer.Ordinal)];
}
