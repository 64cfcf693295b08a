using System.Diagnostics;
using ZonedSdk.Tests.Tidiness;
using ZonedSdk.TestSupport;

namespace ZonedSdk.Tests.Samples;

/// <summary>ZoneArchive compiled for another drive than its own: an SSD with two-gigabyte zones of half that capacity and 14 active ones.</summary>
public sealed class OtherDriveTests
{
    [Fact]
    public void The_sources_differ_in_the_line_that_names_the_drive_and_in_no_other()
    {
        string[] ours = File.ReadAllLines(RepositoryFiles.Absolute("samples/ZoneArchive/Volume/ArchiveVolume.cs"));
        string[] theirs = File.ReadAllLines(RepositoryFiles.Absolute("tests/ZoneArchive.OtherDrive/ArchiveVolume.cs"));
        Assert.Equal(ours.Length, theirs.Length);
        Assert.Contains("FromFile", Assert.Single(ours.Except(theirs)), StringComparison.Ordinal);
    }

    [NeedsFact("dotnet")]
    public async Task The_demonstration_runs_on_the_twin_of_the_other_drive()
    {
        using var folder = new SampleFolder();
        string source = folder.Fill("source", seed: 1, smallFiles: 60, largeFiles: 4);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(AppContext.BaseDirectory.Replace("ZonedSdk.Tests", "ZoneArchive.OtherDrive", StringComparison.Ordinal) + "ZoneArchive.OtherDrive.dll");
        start.ArgumentList.Add("--source");
        start.ArgumentList.Add(source);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, output + await errors);
        Assert.Contains("zones of 2 GiB, 14 of them open at most", output, StringComparison.Ordinal);
        Assert.Contains("are equal to the originals", output, StringComparison.Ordinal);
    }
}
