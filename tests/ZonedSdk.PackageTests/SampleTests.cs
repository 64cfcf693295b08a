using System.Globalization;
using System.Text.RegularExpressions;
using ZonedSdk.PackageTests.Harness;

namespace ZonedSdk.PackageTests;

/// <summary>The samples with <c>-p:UsePackages=true</c>: compiled against the packages, under the packages' analyzers with warnings as errors, and run.</summary>
[Collection(PackedSdkGroup.Name)]
public sealed partial class SampleTests(PackedSdk sdk)
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

    [Fact]
    public async Task Tests_of_FaultLab_pass_on_the_packages()
    {
        string tests = await sdk.BuildSampleAsync("FaultLab");
        string said = await Dotnet.SucceedAsync(sdk.Folder, "test", tests);
        Match passed = Passed().Match(said);
        Assert.True(passed.Success && int.Parse(passed.Groups[1].Value, CultureInfo.InvariantCulture) >= 100, said);
    }

    [GeneratedRegex(@"Failed:\s+0, Passed:\s+([0-9]+), Skipped:\s+0")]
    private static partial Regex Passed();
}
