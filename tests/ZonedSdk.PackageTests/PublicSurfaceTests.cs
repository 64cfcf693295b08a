using System.IO.Compression;
using System.Reflection;
using PublicApiGenerator;
using ZonedSdk.PackageTests.Harness;

namespace ZonedSdk.PackageTests;

/// <summary>Whatever a package's users can name, beside what was approved: <c>PublicSurface.txt</c> in the package's folder. <c>ZONEDSDK_UPDATE_GOLDENS=1</c> writes it anew, to be read as a change of the contract.</summary>
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
}
