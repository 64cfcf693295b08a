using System.Globalization;
using System.IO.Compression;
using System.Reflection;
using System.Text;
using PublicApiGenerator;
using ZonedSdk.PackageTests.Harness;

namespace ZonedSdk.PackageTests;

/// <summary>Whatever a package's users can name, beside what was approved: <c>PublicSurface.txt</c> in the package's folder; of the tool, its commands and options. <c>ZONEDSDK_UPDATE_GOLDENS=1</c> writes it anew, to be read as a change of the contract.</summary>
[Collection(PackedSdkGroup.Name)]
public sealed class PublicSurfaceTests(PackedSdk sdk)
{
    [Theory]
    [InlineData("ZonedSdk")]
    [InlineData("ZonedSdk.Hosting")]
    [InlineData("ZonedSdk.Testing")]
    public void Public_surface_is_the_approved_one(string package)
    {
        string path = Path.Combine(sdk.Folder, "surface", $"{package}.dll");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (ZipArchive archive = sdk.OpenPackage(package))
        {
            archive.GetEntry($"lib/net10.0/{package}.dll")!.ExtractToFile(path, overwrite: true);
        }

        // The version of a build and the build itself say nothing of the contract.
        ApiGeneratorOptions options = new() { IncludeAssemblyAttributes = false, OrderBy = OrderMode.FullName };
        string surface = Assembly.LoadFile(path).GeneratePublicApi(options).ReplaceLineEndings("\n");
        Golden.Check(Path.Combine(RepositoryRoot.Path, "src", package, "PublicSurface.txt"), surface);
    }

    [Fact]
    public async Task Public_surface_of_the_tool_is_the_approved_one()
    {
        string zoned = await sdk.InstallToolAsync("ZonedSdk.Cli", "zoned");
        StringBuilder surface = new();
        await AppendAsync([]);
        Golden.Check(Path.Combine(RepositoryRoot.Path, "src", "ZonedSdk.Cli", "PublicSurface.txt"), surface.ToString().TrimEnd() + "\n");

        // What a command says of itself, and then the commands that it says it has.
        async Task AppendAsync(string[] command)
        {
            string help = (await Started.RunAsync(zoned, [.. command, "--help"])).ReplaceLineEndings("\n");
            surface.Append(CultureInfo.InvariantCulture, $"# zoned{string.Concat(command.Select(static word => $" {word}"))}\n\n");
            surface.AppendJoin('\n', help.Trim().Split('\n').Select(static line => line.TrimEnd())).Append("\n\n");
            foreach (string line in help.Split('\n').SkipWhile(static line => line != "Commands:").Skip(1).TakeWhile(static line => line.StartsWith("  ", StringComparison.Ordinal)))
            {
                await AppendAsync([.. command, line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0].TrimEnd(',')]);
            }
        }
    }
}
