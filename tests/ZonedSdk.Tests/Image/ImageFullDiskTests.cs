using System.Diagnostics;
using ZonedSdk.Backends.Image;
using ZonedSdk.TestSupport;
using Xunit.Abstractions;
using static ZonedSdk.ByteUnits;

namespace ZonedSdk.Tests.Image;

/// <summary>A file system without room, a real one: a small one in memory, mounted in a namespace of the child's own.</summary>
public sealed class ImageFullDiskTests(ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zoned-full");

    public void Dispose() => _folder.Delete(recursive: true);

    [NeedsFact("unshare")]
    public async Task A_full_file_system_refuses_writes_before_their_offsets_are_promised_and_a_reset_makes_room()
    {
        (int mayMount, _, string reason) = await RunAsync("unshare", "-rm", "true");
        if (mayMount != 0)
        {
            output.WriteLine($"This machine gives no mount namespace: {reason}");
            return;
        }

        (int exitCode, string[] lines, string errors) = await RunAsync(
            "unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=8m none \"$0\" && exec \"$@\"", _folder.FullName,
            ChildProgram.DotnetHost, "exec", typeof(ImageFullDiskTests).Assembly.Location, "image-full", _folder.FullName);
        Assert.True(exitCode == 0, errors);
        Assert.Equal(
            [
                "filled NoSpace errno 28 landed 0",
                "full device is ImplicitlyOpen, pointer behind the last success",
                "flushed",
                "refused 28 make room",
                "refused 28 make room",
                "files 1",
                "reopened equal",
                "filled NoSpace errno 28 landed 0",
                "after the reset as much as before",
                "sound True",
            ],
            lines);
    }

    // A write behind the limit would not fail: the system ends the process.
    [NeedsFact("bash")]
    public async Task A_limit_on_the_length_of_files_is_met_before_it_kills()
    {
        string path = Path.Combine(_folder.FullName, "drive.zimg");
        string other = Path.Combine(_folder.FullName, "other.zimg");
        await ImageDrive.CreateAsync(path, new ImageDriveOptions { SizeBytes = 8 * MiB, ZoneSizeBytes = 2 * MiB });

        // The runtime itself makes a long file for its code unless it is told not to.
        (int exitCode, string[] lines, string errors) = await RunAsync(
            "bash", "-c", "ulimit -f 1000; DOTNET_EnableWriteXorExecute=0 exec \"$@\"", "bash",
            ChildProgram.DotnetHost, "exec", typeof(ImageFullDiskTests).Assembly.Location, "image-limit", path, other);
        Assert.True(exitCode == 0, errors);
        Assert.Equal(["refused 27 limit", "refused 27 limit", "read-only 4 zones"], lines);
        Assert.False(File.Exists(other));
    }

    private static async Task<(int ExitCode, string[] Lines, string Errors)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process child = Process.Start(start)!;
        Task<string> errors = child.StandardError.ReadToEndAsync();
        string text = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        return (child.ExitCode, text.Split('\n', StringSplitOptions.RemoveEmptyEntries), await errors);
    }
}
