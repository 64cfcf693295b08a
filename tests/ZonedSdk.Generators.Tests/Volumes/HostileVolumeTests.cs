using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ZonedSdk.Generators.Tests.Harness;

namespace ZonedSdk.Generators.Tests.Volumes;

/// <summary>Names, numbers and files that try to break out. A diagnostic, or code with exactly the described members; never an exception, never a compiler error of ours.</summary>
public sealed class HostileVolumeTests
{
    private const string Figures = "ZoneModel.HostManaged, ZoneSize = 1 << 20, ZoneCount = 16, LogicalBlockSize = 512";

    public static TheoryData<string, string, string[]> SoundNames => new()
    {
        { "keywords", "X", ["class", "int", "event", "namespace", "this", "base", "null", "default", "operator", "void"] },
        { "contextual keywords", "X", ["record", "var", "dynamic", "field", "value", "await", "async", "partial", "global", "file"] },
        { "names that differ by case", "X", ["Data", "data", "DATA", "dAtA"] },
        { "names of locals of ours", "X", ["device", "regions", "region", "index", "open", "lease", "offset", "buffer", "cancellationToken", "address"] },
        { "namespaces of others", "X", ["System", "ZonedSdk", "Threading", "Tasks"] },
        { "members of nested types", "X", ["Index", "Info", "At", "Offset", "FirstZone", "RegionStart", "WritePointer", "ReadAsync"] },
        { "the suffixes", "X", ["Region", "Zone", "Lease", "Address"] },
        { "letters beyond ASCII", "Größe", ["幅", "É", "ı", "İ"] },
        { "decomposed letters", "X", ["A\\u0301", "\\u00C1"] },
        { "an underscore", "_", ["__", "_1"] },
        { "a keyword as the volume", "@class", ["@struct2".TrimStart('@'), "enum"] },
        { "the longest name", "X", [new string('n', 256)] },
    };

    public static TheoryData<string, string> RefusedNames => new()
    {
        { "nothing", "" },
        { "a blank", " " },
        { "a digit first", "1st" },
        { "a verbatim name", "@Data" },
        { "a quote", "Da\\\"ta" },
        { "the end of a comment", "*/ class Y { } /*" },
        { "an end of line", "Da\\nta" },
        { "a line separator", "Da\\u2028ta" },
        { "half a surrogate pair", "Da\\uD800ta" },
        { "a pair of surrogates", "\\uD83D\\uDE00" },
        { "a character that does not count", "Da\\u200Dta" },
        { "a zero", "Da\\0ta" },
        { "code", "Data { get; } static int X = 1; //" },
        { "a generic name", "Data<T>" },
        { "a qualified name", "My.Data" },
        { "a brace", "{0}" },
        { "xml", "</summary>" },
        { "a name beyond the limit", new string('n', 257) },
        { "a huge name", new string('n', 100_000) },
    };

    public static TheoryData<string, string, string> HostileFiles => new()
    {
        { "deep lists", new string('[', 100_000), "ZSDK1015" },
        { "deep objects", string.Concat(Enumerable.Repeat("{\"a\":", 50_000)), "ZSDK1015" },
        { "17 levels", new string('[', 17) + new string(']', 17), "ZSDK1015" },
        { "more than 1 MiB", "{ \"name\": \"" + new string('n', 1 << 20) + "\" }", "ZSDK1015" },
        { "1 MiB of blanks", new string(' ', 1 << 20), "ZSDK1015" },
        { "1 MiB of keys", "{" + string.Join(",", Enumerable.Range(0, 60_000).Select(index => string.Create(CultureInfo.InvariantCulture, $"\"k{index}\":1"))) + "}", "ZSDK1015" },
        { "a zero", "\0", "ZSDK1015" },
        { "half a surrogate pair", "{ \"\uD800\": 1 }", "ZSDK1015" },
        { "an escaped half", "{ \"model\": \"\\uD800\" }", "ZSDK1015" },
        { "numbers of a million digits", "{ \"zoneCount\": " + new string('9', 1_000_000) + " }", "ZSDK1015" },
        { "an exponent", "{ \"zoneCount\": 1e999999999 }", "ZSDK1015" },
        { "less than nothing", "{ \"model\": \"host-managed\", \"zoneSize\": -9223372036854775808, \"zoneCount\": -1, \"logicalBlockSize\": -1 }", "ZSDK1003 ZSDK1011" },
        { "a product beyond 63 bits", "{ \"model\": \"host-managed\", \"zoneSize\": 4611686018427387904, \"zoneCount\": 1048576, \"logicalBlockSize\": 512 }", "ZSDK1011" },
        { "units beyond 63 bits", "{ \"model\": \"host-managed\", \"zoneSize\": \"9223372036854775807 TiB\", \"zoneCount\": 1, \"logicalBlockSize\": 512 }", "ZSDK1015" },
        { "comments of others in names", "{ \"model\": \"*/ throw\", \"regions\": [ { \"name\": \"*/\" } ] }", "ZSDK1010 ZSDK1015" },
        { "nothing but a mark", "\uFEFF", "ZSDK1015" },
        { "regions without end", "{ \"regions\": [" + string.Join(",", Enumerable.Repeat("{ \"name\": \"A\" }", 50_000)) + "] }", "ZSDK1010 ZSDK1011 ZSDK1013" },
        { "regions that are numbers", "{ \"regions\": [1, 2, null, [], \"A\"] }", "ZSDK1015" },
    };

    [Theory]
    [MemberData(nameof(SoundNames))]
    public void Names_that_code_can_have_give_exactly_their_members(string name, string volume, string[] regions)
    {
        GeneratorRun run = GeneratorRun.Of($"[ZonedVolume({Figures})]{string.Concat(regions.Select((region, index) => Region(region, index == 0 ? "ByteUnits.Rest" : "1")))} public sealed partial class {volume};");
        run.Compiles();
        INamedTypeSymbol type = run.Output.GetTypeByMetadataName(volume.TrimStart('@'))!;
        string[] expected = [.. regions.Select(region => System.Text.RegularExpressions.Regex.Unescape(region)).Order(StringComparer.Ordinal)];
        string[] properties = [.. type.GetMembers().OfType<IPropertySymbol>().Where(property => !property.IsStatic && property.Name != "Device").Select(property => property.Name).Order(StringComparer.Ordinal)];
        Assert.True(expected.SequenceEqual(properties), $"{name}: {string.Join(' ', properties)}");
        Assert.Equal(regions.Length * 4, type.GetTypeMembers().Length);
    }

    [Theory]
    [MemberData(nameof(RefusedNames))]
    public void Names_that_code_cannot_have_are_refused_once(string name, string region)
    {
        GeneratorRun run = GeneratorRun.Of($"[ZonedVolume({Figures})]{Region("Good", "1")}{Region(region, "ByteUnits.Rest")} public sealed partial class X {{ GoodRegion? Use => null; }}");
        Assert.Equal($"{name}: ZSDK1010", $"{name}: {string.Join(" ", run.Ids)}");
        Assert.Equal("", string.Join("\n", run.CompilerErrors));
    }

    [Theory]
    [MemberData(nameof(HostileFiles))]
    public void Files_that_mean_harm_give_diagnostics(string name, string json, string ids)
    {
        GeneratorRun run = GeneratorRun.Of(
            Compilations.Create("[ZonedVolume(FromFile = \"x.zoned.json\")] public sealed partial class X;"),
            files: [new TextFile("x.zoned.json", json)]);
        Assert.Equal($"{name}: {ids}", $"{name}: {string.Join(" ", run.Ids.Distinct().Order(StringComparer.Ordinal))}");
        Assert.Equal("", string.Join("\n", run.CompilerErrors));
    }

    [Theory]
    [InlineData(256, "")]
    [InlineData(257, "ZSDK1011")]
    public void A_volume_has_256_regions_at_most(int count, string id)
    {
        string regions = string.Concat(Enumerable.Range(0, count).Select(index => Region(string.Create(CultureInfo.InvariantCulture, $"R{index}"), "1")));
        GeneratorRun run = GeneratorRun.Of($"[ZonedVolume(ZoneModel.HostManaged, ZoneSize = 1 << 20, ZoneCount = {count}, LogicalBlockSize = 512)]{regions} public sealed partial class X;");
        Assert.Equal(id, string.Join(" ", run.Ids));
        Assert.Empty(run.CompilerErrors);
    }

    [Fact]
    public void Volumes_with_equal_names_and_regions_live_beside_one_another()
    {
        string volume = $"[ZonedVolume({Figures})]{Region("Data", "ByteUnits.Rest")} public sealed partial class ";
        GeneratorRun run = GeneratorRun.Of(volume + "X; " + volume + "x; namespace A { " + volume + "X; public partial struct S { " + volume + "X; } public partial interface I<T> { " + volume + "X; } public partial class C<T> { " + volume + "X<U>; } }").Compiles();
        Assert.Equal(6, run.Sources.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(run.Sources.Keys, hint => Assert.Matches("^Volume_[A-Za-z0-9_]+_[0-9a-f]{16}\\.g\\.cs$", hint));
    }

    [Theory]
    [InlineData("[ZonedVolume public partial class X;")]
    [InlineData("[ZonedVolume(FromFile = )] public partial class X;")]
    [InlineData("[ZonedVolume(FromFile = 1)] public partial class X;")]
    [InlineData("[ZonedVolume(\"*/\")] public partial class X;")]
    [InlineData("[ZonedVolume((ZoneModel)77, ZoneSize = 1, ZoneCount = 1, LogicalBlockSize = 512)] public partial class X;")]
    [InlineData("[ZonedVolume(ZoneModel.HostManaged, ZoneSize = long.MaxValue + 1)] public partial class X;")]
    [InlineData("[ZonedVolume(" + Figures + "), ZoneRegion] public partial class X;")]
    [InlineData("[ZonedVolume(" + Figures + "), ZoneRegion(null!, ZoneCount = 16)] public partial class X;")]
    [InlineData("[ZonedVolume(" + Figures + "), ZoneRegion(Missing, ZoneCount = 16)] public partial class X;")]
    [InlineData("[ZonedVolume(" + Figures + "), ZonedVolume(" + Figures + ")] public partial class X;")]
    [InlineData("[ZonedVolume(" + Figures + ")] public partial struct X;")]
    [InlineData("[ZonedVolume(" + Figures + ")] public partial class")]
    [InlineData("[ZonedVolume(" + Figures + "), ZoneRegion(\"A\", ZoneCount = 16] public partial class X")]
    [InlineData("[ZonedVolume(FromFile = \"\\0\")] public partial class X;")]
    [InlineData("[ZonedVolume(FromFile = null)] public partial class X;")]
    public void Half_typed_code_never_throws(string source)
    {
        GeneratorRun run = GeneratorRun.Of(source);
        Assert.NotEmpty(run.Diagnostics.Concat(run.CompilerErrors));
    }

    [Fact]
    public void Random_files_never_throw()
    {
        const int Seed = 5;
        Random random = new(Seed);
        string[] pieces = ["{", "}", "[", "]", ",", ":", "\"", "\"model\"", "\"regions\"", "\"zoneCount\"", "1", "-", "e", ".", "\\", "\\u", "null", "true", " ", "\n", "\"4 MiB\"", "\"host-managed\"", "\uD800", "\0", "rest"];
        CSharpCompilation compilation = Compilations.Create("[ZonedVolume(FromFile = \"x.zoned.json\")] public sealed partial class X;");
        for (int round = 0; round < 300; round++)
        {
            StringBuilder text = new(random.Next(2) == 0 ? "{" : "");
            for (int count = random.Next(40); count > 0; count--)
            {
                text.Append(pieces[random.Next(pieces.Length)]);
            }

            GeneratorRun run = GeneratorRun.Of(compilation, files: [new TextFile("x.zoned.json", text.ToString())]);
            Assert.True(run.Diagnostics.Length > 0, $"seed {Seed}, round {round}: {text}");
        }
    }

    private static string Region(string name, string count) => $"[ZoneRegion(\"{name}\", ZoneCount = {count})]";
}
