using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using ZonedSdk.Generators.Tests.Harness;

namespace ZonedSdk.Generators.Tests.Volumes;

/// <summary>What an edit makes run again, of sources and of descriptor files.</summary>
public sealed class VolumeIncrementalTests
{
    private const string Volume = "[ZonedVolume(ZoneModel.HostManaged, ZoneSize = 1 << 20, ZoneCount = 16, LogicalBlockSize = 512), ZoneRegion(\"Data\", ZoneCount = 16)] public partial class X;";
    private const string FromFile = "[ZonedVolume(FromFile = \"x.zoned.json\")] public partial class Y;";
    private const string Wrong = "[ZonedVolume(ZoneModel.HostManaged, ZoneSize = 1 << 20, ZoneCount = 16, LogicalBlockSize = 512), ZoneRegion(\"Data\", ZoneCount = 15)] public partial class Z;";
    private const string Other = "public static class Other { public static int One() => 1; }";
    private const string Json = """{ "model": "host-managed", "zoneSize": "4 MiB", "zoneCount": 16, "logicalBlockSize": 4096 }""";

    // File numbers: 0 the usings, 1 the volume, 2 the one from a file, 3 the wrong one, 4 the unrelated file.
    public static TheoryData<string, int, string, string, string, string> Edits => new()
    {
        { "nothing", 4, Other, "Cached", "Cached", "Cached" },
        { "a body in another file", 4, Other.Replace("1;", "2;", StringComparison.Ordinal), "Cached", "Cached", "Cached" },
        { "a type in another file", 4, Other + " public class Another;", "Cached", "Cached", "Cached" },
        { "a comment in front of the volume", 1, "// A comment.\n" + Volume, "Cached", "Cached", "Cached" },
        { "a member of the volume", 1, Volume.Replace(";", " { public int Count => 1; }", StringComparison.Ordinal), "Cached", "Cached", "Cached" },
        { "a move of the volume from a file", 2, "\n\n" + FromFile, "Cached", "Cached", "Cached" },
        { "a region's name", 1, Volume.Replace("Data", "Bulk", StringComparison.Ordinal), "Cached Modified", "Cached", "Cached Modified" },
        { "a figure", 1, Volume.Replace("512", "4096", StringComparison.Ordinal), "Cached Modified", "Cached", "Cached Modified" },
        { "a figure as another expression", 1, Volume.Replace("1 << 20", "1024 * 1024", StringComparison.Ordinal), "Cached", "Cached", "Cached" },
        { "a move of the wrong volume", 3, "\n" + Wrong, "Cached", "Modified", "Cached Modified" },
        { "a correction of the wrong volume", 3, Wrong.Replace("15", "16", StringComparison.Ordinal), "Cached Modified", "Removed", "Cached Modified Removed" },
        { "a volume in the unrelated file", 4, Volume.Replace("class X", "class New", StringComparison.Ordinal), "Cached New", "Cached", "Cached New" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void An_edit_runs_what_depends_on_it_and_nothing_else(string edit, int file, string text, string models, string diagnostics, string outputs)
    {
        CSharpCompilation before = Compilations.Create(Volume, FromFile, Wrong, Other);
        GeneratorRun first = GeneratorRun.Of(before, files: [new TextFile("x.zoned.json", Json)]);
        Assert.Equal(["ZSDK1006"], first.Ids);
        SyntaxTree old = before.SyntaxTrees[file];
        CSharpCompilation after = before.ReplaceSyntaxTree(old, old.WithChangedText(SourceText.From(text, System.Text.Encoding.UTF8)));
        GeneratorRun second = GeneratorRun.Of(first.Driver, after);
        Assert.Equal($"{edit}: {models}", $"{edit}: {Steps.Reasons(second, "VolumeModel")}");
        Assert.Equal(diagnostics, Steps.Reasons(second, "VolumeDiagnostics"));
        Assert.Equal(outputs, Steps.Outputs(second));

        // Whatever ran again or not: the result is that of a driver that knows nothing of before.
        GeneratorRun fresh = GeneratorRun.Of(after, files: [new TextFile("x.zoned.json", Json)]);
        Assert.Equal(fresh.Sources, second.Sources);
        Assert.Equal(fresh.Diagnostics.Select(diagnostic => diagnostic.ToString()), second.Diagnostics.Select(diagnostic => diagnostic.ToString()));
    }

    [Fact]
    public void An_edit_of_a_file_changes_its_volume_only()
    {
        CSharpCompilation compilation = Compilations.Create(Volume, FromFile, Other);
        TextFile file = new("x.zoned.json", Json);
        GeneratorRun first = GeneratorRun.Of(compilation, files: [file]);

        GeneratorRun blanks = GeneratorRun.Of(first.Driver.ReplaceAdditionalText(file, new TextFile("x.zoned.json", Json + "\n")), compilation);
        Assert.Equal("Cached", Steps.Reasons(blanks, "VolumeModel"));

        GeneratorRun figure = GeneratorRun.Of(first.Driver.ReplaceAdditionalText(file, new TextFile("x.zoned.json", Json.Replace("16", "17", StringComparison.Ordinal))), compilation);
        Assert.Equal("Cached Modified", Steps.Reasons(figure, "VolumeModel"));

        GeneratorRun mistake = GeneratorRun.Of(figure.Driver.ReplaceAdditionalTexts([new TextFile("x.zoned.json", "\n" + Json + "}")]), compilation);
        Assert.Equal(1, Assert.Single(mistake.Diagnostics).Location.GetLineSpan().StartLinePosition.Line);
        GeneratorRun moved = GeneratorRun.Of(mistake.Driver.ReplaceAdditionalTexts([new TextFile("x.zoned.json", "\n\n" + Json + "}")]), compilation);
        Assert.Equal(2, Assert.Single(moved.Diagnostics).Location.GetLineSpan().StartLinePosition.Line);
    }

    [Fact]
    public void The_order_of_files_and_the_culture_do_not_matter()
    {
        CSharpParseOptions options = Compilations.ParseOptions;
        SyntaxTree[] trees =
        [
            CSharpSyntaxTree.ParseText("[ZonedVolume(ZoneModel.HostManaged, ZoneSize = 1 << 20, ZoneCount = 16, LogicalBlockSize = 512), ZoneRegion(\"A\", ZoneCount = 3)] public partial class X;", options, "a.cs"),
            CSharpSyntaxTree.ParseText("[ZoneRegion(\"B\", ZoneCount = -1)] public partial class X;", options, "b.cs"),
            CSharpSyntaxTree.ParseText("[ZoneRegion(\"Iıİi\", ZoneCount = 5)] public partial class X;", options, "c.cs"),
            CSharpSyntaxTree.ParseText(FromFile, options, "d.cs"),
        ];
        TextFile[] files = [new("b/x.zoned.json", Json), new("a/other.zoned.json", "{")];
        CSharpCompilation empty = Compilations.Create();
        IReadOnlyDictionary<string, string> expected = GeneratorRun.Of(empty.AddSyntaxTrees(trees), files: files).Compiles().Sources;
        Random random = new(7);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            foreach (string culture in (string[])["fi-FI", "tr-TR", "ar-SA", "de-DE"])
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture, predefinedOnly: true);
                random.Shuffle(trees);
                random.Shuffle(files);
                Assert.Equal(expected, GeneratorRun.Of(empty.AddSyntaxTrees(trees), files: files).Sources);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
