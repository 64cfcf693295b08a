using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Tests.Harness;

namespace ZonedSdk.Generators.Tests.Volumes;

/// <summary>A volume with <c>VolumeFit.Regions</c>: on every device that has room for its regions, and on no other.</summary>
public sealed class FittingVolumeTests
{
    private const string Figures = "ZoneModel.HostManaged, ZoneSize = 1 << 20, ZoneCount = 16, LogicalBlockSize = 4096, MaxOpenZones = 8, Fit = VolumeFit.Regions";
    private const string Shape = """[ZoneRegion("Boot", ZoneCount = 2, Write = WriteMode.Random)] [ZoneRegion("Log", ZoneCount = 2, OneIn = 4, MaxOpen = 2)]""";

    [Theory]
    [InlineData("", "ConventionalZones = 2", "none")]
    [InlineData("", "ConventionalZones = 2, SizeBytes = 1L << 30", "none")]
    [InlineData("", "ConventionalZones = 2, SizeBytes = 3 << 20", "ZoneCount: described at least 5, found 3; region 'Log' lacks zone 3, region 'Data' lacks zone 4")]
    [InlineData("", "SizeBytes = 16 << 20", "Type: described Conventional, found SequentialWriteRequired; zones 0 to 1, region 'Boot'")]
    [InlineData("", "ConventionalZones = 7, SizeBytes = 16 << 20", "Type: described SequentialWriteRequired, found Conventional; zones 2 to 5, region 'Log'\nType: described SequentialWriteRequired, found Conventional; zone 6, region 'Data'")]
    [InlineData("", "ConventionalZones = 2, PreferredZones = 14, SizeBytes = 16 << 20", "none")]
    [InlineData("", "ConventionalZones = 2, SizeBytes = 16 << 20, Limits = new Limits { MaxOpenZones = 2 }", "MaxOpenZones: described at least 3, found 2; the regions' budgets do not fit")]
    [InlineData("", "ConventionalZones = 2, SizeBytes = 16 << 20, Flavour = ZoneFlavour.Zns, Limits = new Limits { MaxActiveZones = 2 }", "MaxOpenZones: described at least 3, found 2; the regions' budgets do not fit")]
    [InlineData("ZoneCount = 12", "ConventionalZones = 2, SizeBytes = 18 << 20", "none")]
    [InlineData("ZoneCount = 12", "ConventionalZones = 2, SizeBytes = 20 << 20", "ZoneCount: described 19, found 20; no region has zone 19")]
    [InlineData("ZoneCount = 12", "ConventionalZones = 2, SizeBytes = 10 << 20", "ZoneCount: described 16, found 10; region 'Data' lacks zones 10 to 15")]
    public void A_device_without_room_for_the_regions_is_refused_with_all_reasons(string data, string device, string differences)
    {
        // With a fixed number of data zones the described drive has 2 + 4 + 12 of them.
        string figures = data.Length == 0 ? Figures : Figures.Replace("ZoneCount = 16", "ZoneCount = 18", StringComparison.Ordinal);
        GeneratorRun run = GeneratorRun.Of($$"""
            using System.Linq;
            using ZonedSdk.Backends.Memory;
            [ZonedVolume({{figures}})] {{Shape}} [ZoneRegion("Data", {{(data.Length == 0 ? "ZoneCount = ByteUnits.Rest" : data)}})]
            public sealed partial class Volume;

            public static class Probe
            {
                public static string Run() => RunAsync().GetAwaiter().GetResult();

                private static async System.Threading.Tasks.Task<string> RunAsync()
                {
                    await using ZonedDevice device = await ZonedDevice.OpenAsync(new MemoryDrive(new MemoryDriveOptions { ZoneSizeBytes = 1 << 20, {{device}} }));
                    try
                    {
                        await Volume.OpenAsync(device);
                        return "none";
                    }
                    catch (ZoneGeometryMismatchException e) when (e.Message.Contains("no room for the regions of Volume"))
                    {
                        return string.Join("\n", e.Differences);
                    }
                }
            }
            """);
        Assert.Equal(differences, run.Compiles().Execute());
    }

    [Theory]
    [InlineData("""[ZoneRegion("A", ZoneCount = 2, FirstZone = 0)] [ZoneRegion("B", ZoneCount = ByteUnits.Rest)]""", "ZSDK1013", "remove FirstZone")]
    [InlineData("""[ZoneRegion("A", ZoneCount = 2, OneIn = 1)] [ZoneRegion("B", ZoneCount = ByteUnits.Rest)]""", "ZSDK1011", "2 to 1048576")]
    [InlineData("""[ZoneRegion("A", ZoneCount = 2)] [ZoneRegion("B", ZoneCount = ByteUnits.Rest, OneIn = 8)]""", "ZSDK1013", "remove OneIn")]
    [InlineData("""[ZoneRegion("A", ZoneCount = 2, OneIn = 4)] [ZoneRegion("B", ZoneCount = 13)]""", "ZSDK1006", "needs the zones 4 to 16")]
    [InlineData("""[ZoneRegion("A", ZoneCount = ByteUnits.RestConventional, Type = ZoneType.SequentialWriteRequired)] [ZoneRegion("B", ZoneCount = ByteUnits.Rest)]""", "ZSDK1012", "rest of the conventional zones")]
    [InlineData("""[ZoneRegion("A", ZoneCount = ByteUnits.RestConventional)] [ZoneRegion("C", ZoneCount = ByteUnits.RestConventional)] [ZoneRegion("B", ZoneCount = ByteUnits.Rest)]""", "ZSDK1005", "and so does region 'A'")]
    [InlineData("""[ZoneRegion("Described", ZoneCount = ByteUnits.Rest)]""", "ZSDK1010", "reserved")]
    public void What_a_region_cannot_ask_is_reported_alone(string regions, string id, string message)
    {
        GeneratorRun run = GeneratorRun.Of($"[ZonedVolume({Figures})] {regions} public sealed partial class Volume;");
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal(id, diagnostic.Id);
        Assert.Contains(message, diagnostic.GetMessage(null), StringComparison.Ordinal);
        Assert.Empty(run.CompilerErrors);
    }

    [Fact]
    public void A_fit_that_does_not_exist_is_reported()
    {
        GeneratorRun run = GeneratorRun.Of($"[ZonedVolume({Figures.Replace("VolumeFit.Regions", "(VolumeFit)7", StringComparison.Ordinal)})] public sealed partial class Volume;");
        Assert.Equal("ZSDK1011", Assert.Single(run.Diagnostics).Id);
        Assert.Empty(run.CompilerErrors);
    }

    [Fact]
    public void Shares_and_the_conventional_rest_work_in_an_exact_volume_too() => Assert.Equal("0+2 2+4 6+10", GeneratorRun.Of("""
        [ZonedVolume(ZoneModel.HostManaged, ZoneSize = 1 << 20, ZoneCount = 16, LogicalBlockSize = 4096, ConventionalZones = 2)]
        [ZoneRegion("Flat", ZoneCount = ByteUnits.RestConventional, Write = WriteMode.None)]
        [ZoneRegion("Log", ZoneCount = 2, OneIn = 4)]
        [ZoneRegion("Data", ZoneCount = ByteUnits.Rest)]
        public sealed partial class Volume;

        public static class Probe
        {
            public static string Run() => $"{Volume.FlatRegion.FirstZone}+{Volume.FlatRegion.ZoneCount} {Volume.LogRegion.FirstZone}+{Volume.LogRegion.ZoneCount} {Volume.DataRegion.FirstZone}+{Volume.DataRegion.ZoneCount}";
        }
        """).Compiles().Execute());

    [Fact]
    public void A_file_says_shares_and_both_rests()
    {
        TextFile file = new("drive.zoned.json", """
            {
              "model": "host-managed", "zoneSize": "1 MiB", "zoneCount": 16, "logicalBlockSize": 4096, "conventionalZones": 2,
              "regions": [
                { "name": "Flat", "zoneCount": "rest-conventional" },
                { "name": "Log", "zoneCount": 2, "oneIn": 4 },
                { "name": "Data", "zoneCount": "rest" }
              ]
            }
            """);
        GeneratorRun run = GeneratorRun.Of(Compilations.Create("""[ZonedVolume(FromFile = "drive.zoned.json", Fit = VolumeFit.Regions)] public sealed partial class Volume;"""), files: [file]);
        string source = Assert.Single(run.Compiles().Sources).Value;
        Assert.Contains("Need = new(global::ZonedSdk.ByteUnits.RestConventional, 0, 0)", source, StringComparison.Ordinal);
        Assert.Contains("Need = new(2, 4, 0)", source, StringComparison.Ordinal);
        Assert.Contains("Need = new(global::ZonedSdk.ByteUnits.Rest, 0, 0)", source, StringComparison.Ordinal);
    }
}
