using System.Globalization;
using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Tests.Harness;

namespace ZonedSdk.Generators.Tests.Volumes;

/// <summary>Descriptor files: found by name, read with positions, and wrong at a line and a column.</summary>
public sealed class VolumeFileTests
{
    private const string Good = """{ "model": "host-managed", "zoneSize": "4 MiB", "zoneCount": 16, "logicalBlockSize": 4096 }""";
    private const string Source = "[ZonedVolume(FromFile = \"x.zoned.json\")] public sealed partial class X { long Use => SequentialRegion.FirstZone; }";

    public static TheoryData<string, string, int, int, string> Mistakes => new()
    {
        // the file, then line and column from 1, and what the message has
        { "an empty file", "", 1, 1, "the file ends where a value is missing" },
        { "blanks", " \n ", 2, 2, "the file ends where a value is missing" },
        { "no object", "[]", 1, 1, "A descriptor file is an object" },
        { "a comment", "{\n  // size\n  \"model\": 1 }", 2, 3, "a key in double quotes is missing" },
        { "a comment in place of a value", "{ \"model\": /* one */ 1 }", 1, 12, "JSON has no comments" },
        { "a comma too many", "{\n  \"zoneCount\": 16,\n}", 3, 1, "a comma stands before '}'" },
        { "a comma too few", "{ \"zoneCount\": 16\n  \"model\": \"host-managed\" }", 2, 3, "',' or '}' is missing" },
        { "no colon", "{ \"zoneCount\" 16 }", 1, 15, "':' is missing" },
        { "no end", "{ \"zoneCount\": 16", 1, 18, "the file ends, and '}' is missing" },
        { "a text without its end", "{ \"model", 1, 3, "the file ends within a text" },
        { "a line end within a text", "{ \"model\": \"host\n\" }", 1, 12, "a line ends" },
        { "an escape that is none", "{ \"model\": \"\\x\" }", 1, 13, "no such escape" },
        { "half an escape", "{ \"model\": \"\\u12\" }", 1, 13, "no such escape" },
        { "a leading zero", "{ \"zoneCount\": 016 }", 1, 16, "no leading zeroes" },
        { "a number without digits", "{ \"zoneCount\": - }", 1, 16, "that is no number" },
        { "a word", "{ \"zoneCount\": sixteen }", 1, 16, "a value is missing" },
        { "more behind the value", Good + "\n}", 2, 1, "the file goes on" },
        { "an unknown key", Good.Replace("\"zoneCount\"", "\n\"zoneCuont\"", StringComparison.Ordinal), 2, 1, "There is no key \"zoneCuont\"; did you mean 'zoneCount'?" },
        { "a key in another case", Good.Replace("\"zoneCount\"", "\"ZoneCount\"", StringComparison.Ordinal), 1, 49, "did you mean 'zoneCount'?" },
        { "a key far from any", Good.Replace("\"zoneCount\"", "\"colour of the drive\"", StringComparison.Ordinal), 1, 49, "There is no key \"colour of the drive\" (known are name, model," },
        { "a key twice", Good.Replace("\"zoneCount\": 16", "\"zoneCount\": 16, \"zoneCount\": 16", StringComparison.Ordinal), 1, 66, "stands here twice" },
        { "a number as a text", Good.Replace("16", "\"16\"", StringComparison.Ordinal), 1, 62, "This is a text, and a whole number is wanted" },
        { "a fraction", Good.Replace("16", "16.0", StringComparison.Ordinal), 1, 62, "16.0 is no whole number" },
        { "beyond 63 bits", Good.Replace("16", "9223372036854775808", StringComparison.Ordinal), 1, 62, "9223372036854775808 is no whole number of 63 bits" },
        { "bytes beyond 63 bits", Good.Replace("4 MiB", "9000000000 GiB", StringComparison.Ordinal), 1, 40, "is no whole number of 63 bits" },
        { "a unit that is none", Good.Replace("4 MiB", "4 MB", StringComparison.Ordinal), 1, 40, "did you mean 'MiB'?" },
        { "a list as a size", Good.Replace("4096", "[4096]", StringComparison.Ordinal), 1, 86, "This is a list, and a number of bytes" },
        { "a model that is none", Good.Replace("host-managed", "host-manged", StringComparison.Ordinal), 1, 12, "\"host-manged\" is none of host-managed, host-aware; did you mean 'host-managed'?" },
        { "null", Good.Replace("16", "null", StringComparison.Ordinal), 1, 62, "This is null, and a whole number is wanted" },
        { "regions that are none", Good.Replace(" }", ", \"regions\": {} }", StringComparison.Ordinal), 1, 103, "This is an object, and a list of regions is wanted" },
        { "a source that is no text", Good.Replace(" }", ", \"sources\": { \"zoneSize\": 1 } }", StringComparison.Ordinal), 1, 117, "This is a number, and a text is wanted" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_at_its_line_and_column_with_the_attribute_beside_it(string name, string json, int line, int column, string message)
    {
        GeneratorRun run = Run(json);
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        FileLinePositionSpan place = diagnostic.Location.GetLineSpan();
        Assert.Equal($"{name}: ZSDK1015 drives/x.zoned.json({line},{column})", FormattableString.Invariant($"{name}: {diagnostic.Id} {place.Path}({place.StartLinePosition.Line + 1},{place.StartLinePosition.Character + 1})"));
        Assert.Contains(message, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Location attribute = Assert.Single(diagnostic.AdditionalLocations);
        Assert.Equal("ZonedVolume(FromFile = \"x.zoned.json\")", attribute.SourceTree!.GetText().ToString(attribute.SourceSpan));
        Assert.Equal("", string.Join("\n", run.CompilerErrors));
    }

    [Fact]
    public void Independent_mistakes_are_reported_each()
    {
        GeneratorRun run = Run("{ \"modle\": \"host-managed\",\n \"zoneSize\": true,\n \"zoneCount\": 16, \"logicalBlockSize\": 4096 }");
        Assert.Equal([0, 1], run.Diagnostics.Select(diagnostic => diagnostic.Location.GetLineSpan().StartLinePosition.Line));
        Assert.Empty(run.CompilerErrors);
    }

    [Fact]
    public void What_the_figures_say_is_a_mistake_of_the_attribute_with_the_file_beside_it()
    {
        Diagnostic diagnostic = Assert.Single(Run(Good.Replace("4 MiB", "3 MiB", StringComparison.Ordinal)).Diagnostics);
        Assert.Equal("ZSDK1002", diagnostic.Id);
        Assert.True(diagnostic.Location.IsInSource);
        Assert.Equal("drives/x.zoned.json", Assert.Single(diagnostic.AdditionalLocations).GetLineSpan().Path);

        diagnostic = Assert.Single(Run(Good.Replace(" }", ",\n\"regions\": [ { \"name\": \"Sequential\", \"zoneCount\": 15 } ] }", StringComparison.Ordinal)).Diagnostics);
        Assert.Equal("ZSDK1006", diagnostic.Id);
        Assert.Equal(1, Assert.Single(diagnostic.AdditionalLocations).GetLineSpan().StartLinePosition.Line);

        diagnostic = Assert.Single(Run("{ \"model\": \"host-managed\" }").Diagnostics);
        Assert.Equal("ZSDK1013", diagnostic.Id);
        Assert.Contains("ZoneSize, ZoneCount, LogicalBlockSize", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void Regions_at_the_type_replace_those_of_the_file()
    {
        string json = Good.Replace(" }", ", \"conventionalZones\": 2, \"regions\": [ { \"name\": \"A\", \"zoneCount\": \"rest\" } ] }", StringComparison.Ordinal);
        string regions = "[ZoneRegion(\"Boot\", ZoneCount = 2, Type = ZoneType.Conventional), ZoneRegion(\"Sequential\", ZoneCount = ByteUnits.Rest)]";
        string text = Assert.Single(Run(json, regions + Source).Compiles().Sources).Value;
        Assert.Contains("class BootRegion", text, StringComparison.Ordinal);
        Assert.DoesNotContain("class ARegion", text, StringComparison.Ordinal);
        Assert.Equal(["ZSDK1012"], Run(json, "[ZoneRegion(\"Sequential\", ZoneCount = ByteUnits.Rest)]" + Source).Ids);
    }

    [Theory]
    [InlineData("a/x.zoned.json")]
    [InlineData("C:\\drives\\x.zoned.json")]
    [InlineData("x.zoned.json")]
    public void A_file_is_found_by_the_end_of_its_path(string path) => Run(Good, Source, path).Compiles();

    [Theory]
    [InlineData("ax.zoned.json", "which is none of the project's additional files; did you mean 'ax.zoned.json'?; the project's are ax.zoned.json; list it as AdditionalFiles, or correct the name")]
    [InlineData("X.ZONED.JSON", "did you mean 'X.ZONED.JSON'?")]
    [InlineData("other.txt", "the project has no additional files that end in .json")]
    public void A_file_that_is_missing_is_named_with_those_that_are_there(string path, string message)
    {
        GeneratorRun run = Run(Good, Source, path);
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal("ZSDK1014", diagnostic.Id);
        Assert.True(diagnostic.Location.IsInSource);
        Assert.Contains(message, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Empty(run.CompilerErrors);
    }

    [Fact]
    public void Of_two_files_of_a_name_more_of_the_path_is_asked_for()
    {
        TextFile[] files = [new("a/x.zoned.json", Good), new("b/x.zoned.json", Good), new("c/unreadable.json", null)];
        GeneratorRun run = GeneratorRun.Of(Compilations.Create(Source), files: files);
        Assert.Equal(["ZSDK1014"], run.Ids);
        GeneratorRun.Of(Compilations.Create(Source.Replace("x.zoned", "b/x.zoned", StringComparison.Ordinal)), files: files).Compiles();
        GeneratorRun.Of(Compilations.Create(Source), files: [.. files, new TextFile("x.zoned.json", Good)]).Compiles();
        Assert.Equal(["ZSDK1014"], GeneratorRun.Of(Compilations.Create(Source.Replace("x.zoned", "unreadable", StringComparison.Ordinal)), files: files).Ids);
        Assert.Equal(["ZSDK1014"], GeneratorRun.Of(Compilations.Create(Source.Replace("x.zoned.json", "", StringComparison.Ordinal)), files: files).Ids);
    }

    [Fact]
    public void Figures_are_said_in_one_place()
    {
        GeneratorRun run = Run(Good, Source.Replace("FromFile", "ZoneCount = 16, FromFile", StringComparison.Ordinal));
        Assert.Equal(["ZSDK1013"], run.Ids);
        Assert.Empty(run.CompilerErrors);
    }

    private static GeneratorRun Run(string json, string source = Source, string path = "drives/x.zoned.json") =>
        GeneratorRun.Of(Compilations.Create(source), files: [new TextFile(path, json)]);
}
