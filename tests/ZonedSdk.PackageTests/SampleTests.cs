using ZonedSdk.PackageTests.Harness;

namespace ZonedSdk.PackageTests;

/// <summary>The samples with <c>-p:UsePackages=true</c>: compiled against the packages, under the packages' analyzers with warnings as errors, and run.</summary>
[Collection(PackedSdkGroup.Name)]
public sealed class SampleTests(PackedSdk sdk)
{
    [Theory]
    [InlineData("CustomBackend", "200 appends of")]
    [InlineData("HostedService", "blobs", "--demo")]
    [InlineData("QuickStart", "8 stands at")]
    [InlineData("SegmentLog", "All is as it should be")]
    [InlineData("ZoneArchive", "archive", "--help")]
    public async Task Sample_runs_on_the_packages(string sample, string says, params string[] arguments)
    {
        string program = await sdk.BuildSampleAsync(sample);
        Assert.Contains(says, await Dotnet.SucceedAsync(sdk.Folder, [program, .. arguments]), StringComparison.OrdinalIgnoreCase);
    }
}
