using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Tests.Harness;

namespace ZonedSdk.Generators.Tests.Volumes;

/// <summary>One error per independent mistake, at the attribute that has it, and no compiler error beside it.</summary>
public sealed class VolumeDiagnosticTests
{
    private const string Usings = "global using System.Threading.Tasks; global using static ZonedSdk.ByteUnits;\n";

    /// <summary>Uses what is emitted for a region A that is appended to, so that a shell which lacks a part of it shows.</summary>
    private const string Use = Usings + """
        public static class Use
        {
            public static async Task<long> AllAsync(ZonedDevice device, byte[] block)
            {
                _ = X.CreateEmulated();
                await X.CreateEmulatedAsync("x");
                X x = await X.OpenAsync(device);
                await x.A.ReadAsync(x.A[0].At(0), block);
                await x.A[0].ResetAsync();
                await using X.ALease lease = await x.A.OpenAsync();
                X.AAddress address = await lease.AppendAsync(block);
                return address.Offset + lease.Zone.Index + X.Geometry.ZoneCount + X.ZoneSizeBytes + X.ZoneCount + X.MaxOpenZones + X.ARegion.FirstZone;
            }
        }

        """;

    private const string Figures = "ZoneSize = 4 * MiB, ZoneCount = 16, LogicalBlockSize = 4096";

    public static TheoryData<string, string, string[]> Mistakes => new()
    {
        { "a zone size between powers of two", Volume("ZoneSize = 3 * MiB, ZoneCount = 16, LogicalBlockSize = 4096"), ["ZSDK1002 ZonedVolume"] },
        { "a zone size that is not in blocks", Volume("ZoneSize = 4097, ZoneCount = 16, LogicalBlockSize = 4096, Target = VolumeTarget.Emulated"), ["ZSDK1003 ZonedVolume"] },
        { "a zone size smaller than a block", Volume("ZoneSize = 2048, ZoneCount = 16, LogicalBlockSize = 4096"), ["ZSDK1003 ZonedVolume"] },
        { "two mistakes in one size", Volume("ZoneSize = 5000, ZoneCount = 16, LogicalBlockSize = 4096"), ["ZSDK1002 ZonedVolume", "ZSDK1003 ZonedVolume"] },
        { "a capacity that is not in blocks", Volume(Figures + ", ZoneCapacity = 1000"), ["ZSDK1003 ZonedVolume"] },
        { "no block", Volume("ZoneSize = 4 * MiB, ZoneCount = 16, LogicalBlockSize = 0"), ["ZSDK1003 ZonedVolume"] },
        { "a block of 520 bytes", Volume("ZoneSize = 4 * MiB, ZoneCount = 16, LogicalBlockSize = 520"), ["ZSDK1003 ZonedVolume"] },
        { "writes smaller than a block", Volume(Figures + ", WriteGranularity = 512"), ["ZSDK1003 ZonedVolume"] },
        { "a capacity above the size", Volume(Figures + ", ZoneCapacity = 5 * MiB"), ["ZSDK1004 ZonedVolume"] },
        { "regions that overlap", Volume(Figures, "(\"A\", ZoneCount = 8)", "(\"B\", FirstZone = 4, ZoneCount = 12)"), ["ZSDK1005 ZoneRegion(\"B\", FirstZone = 4, ZoneCount = 12)"] },
        { "an overlap that pushes the last region out", Volume(Figures, "(\"A\", ZoneCount = 8)", "(\"B\", FirstZone = 4, ZoneCount = 8)", "(\"C\", ZoneCount = 8)"), ["ZSDK1005 ZoneRegion(\"B\", FirstZone = 4, ZoneCount = 8)"] },
        { "two rests", Volume(Figures, "(\"A\", ZoneCount = Rest)", "(\"B\", ZoneCount = Rest)"), ["ZSDK1005 ZoneRegion(\"B\", ZoneCount = Rest)"] },
        { "a gap at the end", Volume(Figures, "(\"A\", ZoneCount = 15)"), ["ZSDK1006 ZoneRegion(\"A\", ZoneCount = 15)"] },
        { "a gap at the start", Volume(Figures, "(\"A\", FirstZone = 1, ZoneCount = 15)"), ["ZSDK1006 ZoneRegion(\"A\", FirstZone = 1, ZoneCount = 15)"] },
        { "regions beyond the drive", Volume(Figures, "(\"A\", ZoneCount = 15)", "(\"B\", ZoneCount = 2)"), ["ZSDK1006 ZoneRegion(\"B\", ZoneCount = 2)"] },
        { "no rest is left", Volume(Figures, "(\"A\", ZoneCount = Rest)", "(\"B\", ZoneCount = 16)"), ["ZSDK1006 ZoneRegion(\"A\", ZoneCount = Rest)"] },
        { "more open zones than active ones", Volume(Figures + ", MaxOpenZones = 4, MaxActiveZones = 3"), ["ZSDK1008 ZonedVolume"] },
        { "budgets above the drive's", Volume(Figures + ", MaxOpenZones = 4", "(\"A\", ZoneCount = 8, MaxOpen = 3)", "(\"B\", ZoneCount = 8, MaxOpen = 2)"), ["ZSDK1008 ZonedVolume"] },
        { "budgets above the active limit", Volume(Figures + ", MaxActiveZones = 4", "(\"A\", ZoneCount = 16, MaxOpen = 5)"), ["ZSDK1008 ZonedVolume"] },
        { "nothing left for a silent region", Volume(Figures + ", MaxOpenZones = 4", "(\"A\", ZoneCount = 8, MaxOpen = 4)", "(\"B\", ZoneCount = 8)"), ["ZSDK1008 ZoneRegion(\"B\", ZoneCount = 8)"] },
        { "no append", Volume(Figures + ", MaxAppendSize = 0"), ["ZSDK1009 ZonedVolume"] },
        { "an append limit between blocks", Volume(Figures + ", MaxAppendSize = 5000"), ["ZSDK1009 ZonedVolume"] },
        { "an append limit above the capacity", Volume(Figures + ", ZoneCapacity = 64 * KiB, MaxAppendSize = 1 * MiB"), ["ZSDK1009 ZonedVolume"] },
        { "a name twice", Volume(Figures, "(\"A\", ZoneCount = 8)", "(\"A\", ZoneCount = Rest)"), ["ZSDK1010 ZoneRegion(\"A\", ZoneCount = Rest)"] },
        { "no identifier", Volume(Figures, "(\"A\", ZoneCount = 8)", "(\"my data\", ZoneCount = 8)"), ["ZSDK1010 ZoneRegion(\"my data\", ZoneCount = 8)"] },
        { "a reserved name", Volume(Figures, "(\"A\", ZoneCount = 8)", "(\"Geometry\", ZoneCount = 8)"), ["ZSDK1010 ZoneRegion(\"Geometry\", ZoneCount = 8)"] },
        { "an inherited name", Volume(Figures, "(\"A\", ZoneCount = 8)", "(\"ToString\", ZoneCount = 8)"), ["ZSDK1010 ZoneRegion(\"ToString\", ZoneCount = 8)"] },
        { "the name of a type of another region", Volume(Figures, "(\"A\", ZoneCount = 8)", "(\"AZone\", ZoneCount = 8)"), ["ZSDK1010 ZoneRegion(\"AZone\", ZoneCount = 8)"] },
        { "the name of the volume", Volume(Figures, "(\"A\", ZoneCount = 8)", "(\"X\", ZoneCount = 8)"), ["ZSDK1010 ZoneRegion(\"X\", ZoneCount = 8)"] },
        { "no zones", Volume("ZoneSize = 4 * MiB, ZoneCount = 0, LogicalBlockSize = 4096", "(\"A\", ZoneCount = Rest)"), ["ZSDK1011 ZonedVolume"] },
        { "too many zones", Volume("ZoneSize = 4 * MiB, ZoneCount = (1 << 20) + 1, LogicalBlockSize = 4096", "(\"A\", ZoneCount = Rest)"), ["ZSDK1011 ZonedVolume"] },
        { "a negative zone size", Volume("ZoneSize = -4 * MiB, ZoneCount = 16, LogicalBlockSize = 4096", "(\"A\", ZoneCount = Rest)"), ["ZSDK1011 ZonedVolume"] },
        { "a size beyond 63 bits", Volume("ZoneSize = 1L << 50, ZoneCount = 1 << 20, LogicalBlockSize = 4096", "(\"A\", ZoneCount = Rest)"), ["ZSDK1011 ZonedVolume"] },
        { "negative limits", Volume(Figures + ", MaxOpenZones = -1", "(\"A\", ZoneCount = Rest)"), ["ZSDK1011 ZonedVolume"] },
        { "a region without zones", Volume(Figures, "(\"A\", ZoneCount = 0)"), ["ZSDK1011 ZoneRegion(\"A\", ZoneCount = 0)"] },
        { "a negative budget", Volume(Figures, "(\"A\", ZoneCount = 16, MaxOpen = -1)"), ["ZSDK1011 ZoneRegion(\"A\", ZoneCount = 16, MaxOpen = -1)"] },
        { "a flavour that does not exist", Volume(Figures + ", Flavour = (ZoneFlavour)9", "(\"A\", ZoneCount = Rest)"), ["ZSDK1011 ZonedVolume"] },
        { "appends to conventional zones", Volume(Figures, "(\"A\", ZoneCount = 16, Type = ZoneType.Conventional, Write = WriteMode.Append)"), ["ZSDK1012 ZoneRegion(\"A\", ZoneCount = 16, Type = ZoneType.Conventional, Write = WriteMode.Append)"] },
        { "random writes to sequential zones", Volume(Figures, "(\"A\", ZoneCount = 8)", "(\"B\", ZoneCount = 8, Type = ZoneType.SequentialWriteRequired, Write = WriteMode.Random)"), ["ZSDK1012 ZoneRegion(\"B\", ZoneCount = 8, Type = ZoneType.SequentialWriteRequired, Write = WriteMode.Random)"] },
        { "gap zones", Volume(Figures, "(\"A\", ZoneCount = 16, Type = ZoneType.Gap)"), ["ZSDK1012 ZoneRegion(\"A\", ZoneCount = 16, Type = ZoneType.Gap)"] },
        { "preferred zones of a host-managed drive", Volume(Figures, "(\"A\", ZoneCount = 16, Type = ZoneType.SequentialWritePreferred)"), ["ZSDK1012 ZoneRegion(\"A\", ZoneCount = 16, Type = ZoneType.SequentialWritePreferred)"] },
        { "a budget of conventional zones", Volume(Figures, "(\"B\", ZoneCount = 8, Write = WriteMode.Random, MaxOpen = 1)", "(\"A\", ZoneCount = 8)"), ["ZSDK1012 ZoneRegion(\"B\", ZoneCount = 8, Write = WriteMode.Random, MaxOpen = 1)"] },
        { "sequential zones among the conventional ones", Volume(Figures + ", ConventionalZones = 2", "(\"A\", ZoneCount = 16)"), ["ZSDK1012 ZoneRegion(\"A\", ZoneCount = 16)"] },
        { "a file that is not there", "[ZonedVolume(FromFile = \"x.zoned.json\"), ZoneRegion(\"A\", ZoneCount = Rest)] public sealed partial class X;", ["ZSDK1014 ZonedVolume(FromFile = \"x.zoned.json\")"] },
        { "figures that are not said", "[ZonedVolume(ZoneModel.HostManaged), ZoneRegion(\"A\", ZoneCount = Rest)] public sealed partial class X;", ["ZSDK1013 ZonedVolume(ZoneModel.HostManaged)"] },
        { "nothing said at all", "[ZonedVolume, ZoneRegion(\"A\", ZoneCount = Rest)] public sealed partial class X;", ["ZSDK1013 ZonedVolume"] },
        { "a region that does not say its size", Volume(Figures, "(\"A\")"), ["ZSDK1013 ZoneRegion(\"A\")"] },
        { "two independent mistakes", Volume(Figures + ", ZoneCapacity = 5 * MiB", "(\"A\", ZoneCount = 15)"), ["ZSDK1004 ZonedVolume", "ZSDK1006 ZoneRegion(\"A\", ZoneCount = 15)"] },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_reported_once_and_alone(string name, string source, string[] expected)
    {
        Assert.NotEmpty(name);
        GeneratorRun run = GeneratorRun.Of(Use + source);
        Assert.Equal(expected, Located(run.Diagnostics));
        Assert.Equal("", string.Join("\n", run.CompilerErrors));
    }

    [Theory]
    [InlineData("public class X;", "is not partial")]
    [InlineData("file partial class X;", "file-local")]
    [InlineData("public static partial class X;", "sealed partial class")]
    [InlineData("public abstract partial class X;", "sealed partial class")]
    [InlineData("public partial record X;", "sealed partial class")]
    [InlineData("public partial class X(int size) { public int Size => size; }", "primary constructor")]
    [InlineData("public partial class X : Y; public class Y(int size) { public int Size => size; }", "'Y' has no constructor")]
    [InlineData("public partial class X { public required int Size { get; init; } }", "required")]
    public void A_type_that_cannot_be_a_volume_gets_nothing(string declaration, string reason)
    {
        GeneratorRun run = GeneratorRun.Of(Usings + $"[ZonedVolume(ZoneModel.HostManaged, {Figures})] " + declaration);
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal("ZSDK1001", diagnostic.Id);
        Assert.Contains(reason, diagnostic.GetMessage(null), StringComparison.Ordinal);
        Assert.Empty(run.Sources);
        if (!declaration.Contains(" : Y", StringComparison.Ordinal))
        {
            Assert.Empty(run.CompilerErrors);
        }
    }

    [Fact]
    public void A_member_that_is_emitted_is_reported_and_nothing_is_emitted_beside_it()
    {
        GeneratorRun run = GeneratorRun.Of(Usings + $"[ZonedVolume(ZoneModel.HostManaged, {Figures})] public partial class X {{ public int Geometry => 1; }}");
        Assert.Equal("ZSDK1007", Assert.Single(run.Diagnostics).Id);
        Assert.Empty(run.CompilerErrors);
        run = GeneratorRun.Of(Usings + $"[ZonedVolume(ZoneModel.HostManaged, {Figures})] public partial class X : Y; public class Y {{ public int SequentialZone => 1; }}");
        Assert.Equal("ZSDK1010", Assert.Single(run.Diagnostics).Id);
        Assert.Empty(run.CompilerErrors);
    }

    [Fact]
    public void A_pragma_reaches_the_diagnostic_and_the_shell_throws()
    {
        GeneratorRun run = GeneratorRun.Of($$"""
            {{Usings}}
            public static class Probe
            {
                public static string Run()
                {
                    try
                    {
                        _ = X.CreateEmulated();
                        return "no exception";
                    }
                    catch (InvalidOperationException e)
                    {
                        return e.Message.Contains("ZSDK1001") ? "ok" : e.Message;
                    }
                }
            }

            #pragma warning disable ZSDK1006
            {{Volume(Figures, "(\"A\", ZoneCount = 15)")}}
            """);
        Assert.True(Assert.Single(run.Diagnostics).IsSuppressed);
        Assert.Empty(run.CompilerErrors);
        Assert.Equal("ok", run.Execute());
    }

    [Fact]
    public void A_message_names_what_where_and_the_numbers()
    {
        string Message(string source) => Assert.Single(GeneratorRun.Of(Usings + source).Diagnostics).GetMessage(null);
        Assert.Equal("'X' has 16 zones, and no region has the zones 15 to 15; let the last region have Rest", Message(Volume(Figures, "(\"A\", ZoneCount = 15)")));
        Assert.Equal("The zone size of 'X' is 3145728 bytes, and Linux takes zones of a power of two only; the next ones are 2097152 and 4194304; write Target = VolumeTarget.Emulated for a volume that never sees a block device", Message(Volume("ZoneSize = 3 * MiB, ZoneCount = 16, LogicalBlockSize = 4096")));
        Assert.Equal("Region 'B' of 'X' starts at zone 4, and region 'A' ends behind zone 7; move or shorten one of them", Message(Volume(Figures, "(\"A\", ZoneCount = 8)", "(\"B\", FirstZone = 4, ZoneCount = 12)")));
        Assert.Equal("The regions' budgets of 'X': together they are 5 open zones, and the drive has 4; lower MaxOpen of a region", Message(Volume(Figures + ", MaxOpenZones = 4", "(\"A\", ZoneCount = 8, MaxOpen = 3)", "(\"B\", ZoneCount = 8, MaxOpen = 2)")));
    }

    [Fact]
    public void What_the_compiler_complains_about_is_not_reported_again()
    {
        GeneratorRun run = GeneratorRun.Of(Usings + "[ZonedVolume(ZoneModel.HostManaged, ZoneSize = 4 * MiX, ZoneCount = 16, LogicalBlockSize = 4096), ZoneRegion(\"A\", ZoneCount = Rest)] public partial class X { long Use => ARegion.FirstZone; }");
        Assert.Empty(run.Diagnostics);
        Assert.Equal(["CS0103"], run.CompilerErrors.Select(error => error.Id));
    }

    private static IEnumerable<string> Located(IEnumerable<Diagnostic> diagnostics) => diagnostics
        .Select(diagnostic => $"{diagnostic.Id} {diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan)}")
        .Select(text => text.Contains("ZonedVolume(ZoneModel.HostManaged, ", StringComparison.Ordinal) ? text[..text.IndexOf('(', StringComparison.Ordinal)] : text);

    private static string Volume(string figures, params string[] regions) =>
        $"[ZonedVolume(ZoneModel.HostManaged, {figures})]{string.Concat((regions.Length == 0 ? ["(\"A\", ZoneCount = Rest)"] : regions).Select(region => $"[ZoneRegion{region}]"))} public sealed partial class X;";
}
