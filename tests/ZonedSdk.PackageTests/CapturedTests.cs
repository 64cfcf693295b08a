using ZonedSdk.PackageTests.Harness;

namespace ZonedSdk.PackageTests;

/// <summary>What <c>zoned capture</c> writes of a drive is a volume for the generator, and the drive opens as that volume.</summary>
[Collection(PackedSdkGroup.Name)]
public sealed class CapturedTests(PackedSdk sdk)
{
    private const string Project = "Captured";

    [Fact]
    public async Task Captured_drives_are_compiled_and_open_as_what_was_captured()
    {
        string zoned = await sdk.InstallToolAsync("ZonedSdk.Cli", "zoned");
        string[] images =
        [
            await CaptureAsync("plain", "--size", "16MiB", "--zone-size", "1MiB"),
            await CaptureAsync("limited", "--size", "8MiB", "--zone-size", "1MiB", "--zone-capacity", "768KiB", "--conventional", "2", "--max-open", "3", "--max-active", "5", "--flavour", "Zns"),

            // Linux has no such zones, and the descriptor says so.
            await CaptureAsync("odd", "--size", "12MiB", "--zone-size", "3MiB"),

            // Without a sequential zone the descriptor has its zones as regions.
            await CaptureAsync("flat", "--size", "4MiB", "--zone-size", "1MiB", "--conventional", "4"),
        ];
        await Dotnet.SucceedAsync(sdk.Folder, "build", Project, "-c", "Debug");
        Assert.Equal("", Sarif.Normalize(sdk.ResultOf($"{Project}.sarif")));
        Assert.Equal(
            """
            plain: zone 0, offset 0, of 16
            limited: zone 2, 786432 bytes of it, 3 open and 5 active
            odd: 0 in zones of 3145728
            flat: 4 zones to be written anywhere
            limited is not plain
            """,
            (await sdk.RunProjectAsync(Project, images)).Trim());

        async Task<string> CaptureAsync(string name, params string[] shape)
        {
            // A drive's name goes into the descriptor, whatever characters it has.
            string image = Path.Combine(sdk.Folder, $"{name} \"ü\" \\.zimg");
            await Started.RunAsync(zoned, ["create", image, .. shape]);
            string descriptor = Path.Combine(sdk.Folder, Project, $"{name}.zoned.json");
            await Started.RunAsync(zoned, "capture", image, "-o", descriptor);
            return image;
        }
    }
}
