using System.Globalization;
using System.Text.Json;
using ZonedSdk.Generators.Tests.Harness;

namespace ZonedSdk.Generators.Tests.Volumes;

/// <summary>The drives that ship with the package: used by one line each, with a source for every figure.</summary>
public sealed class CatalogueTests
{
    private static readonly string s_folder = Path.Combine(RepositoryRoot.Find(), "src", "ZonedSdk", "buildTransitive", "drives");

    private static TextFile[] Files =>
        [.. Directory.EnumerateFiles(s_folder).Order(StringComparer.Ordinal).Select(path => new TextFile(path, File.ReadAllText(path)))];

    [Fact]
    public void There_are_three_disks_and_three_ssds_at_least()
    {
        string[] flavours = [.. Files.Select(file => Property(file, "flavour"))];
        Assert.True(flavours.Count(flavour => flavour == "zbc") >= 3);
        Assert.True(flavours.Count(flavour => flavour == "zns") >= 3);
    }

    [Fact]
    public void Every_figure_has_its_source_and_no_other_has_one()
    {
        foreach (TextFile file in Files)
        {
            using JsonDocument json = JsonDocument.Parse(file.GetText()!.ToString());
            string[] figures = [.. json.RootElement.EnumerateObject().Select(member => member.Name).Where(name => name is not ("$schema" or "name" or "sources"))];
            Assert.Equal(figures.Order(StringComparer.Ordinal), json.RootElement.GetProperty("sources").EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void One_line_makes_a_volume_of_a_drive_whose_twin_fits()
    {
        string[] names = [.. Files.Select(file => Path.GetFileName(file.Path))];
        string volumes = string.Join("\n", names.Select((name, index) => string.Create(CultureInfo.InvariantCulture, $"[ZonedVolume(FromFile = \"{name}\")] public sealed partial class Drive{index};")));
        string checks = string.Join("\n", names.Select((_, index) => string.Create(CultureInfo.InvariantCulture, $$"""
                    await using (ZonedDevice device = await ZonedDevice.OpenAsync(Drive{{index}}.CreateEmulated()))
                    {
                        Drive{{index}} drive = await Drive{{index}}.OpenAsync(device);
                        await using Drive{{index}}.SequentialLease lease = await drive.Sequential.OpenAsync();
                        await lease.AppendAsync(new byte[Drive{{index}}.BlockSizeBytes]);
                    }
            """)));
        GeneratorRun run = GeneratorRun.Of(
            Compilations.Create($$"""
                using System.Threading.Tasks;
                public static class Probe
                {
                    public static string Run() => RunAsync().GetAwaiter().GetResult();

                    private static async Task<string> RunAsync()
                    {
                {{checks}}
                        return "ok";
                    }
                }
                {{volumes}}
                """),
            files: Files);
        Assert.Equal("ok", run.Compiles().Execute());
    }

    private static string Property(TextFile file, string name)
    {
        using JsonDocument json = JsonDocument.Parse(file.GetText()!.ToString());
        return json.RootElement.GetProperty(name).GetString()!;
    }
}
