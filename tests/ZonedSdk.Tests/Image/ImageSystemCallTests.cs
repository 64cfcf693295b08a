using System.Text.RegularExpressions;
using ZonedSdk.Backends.Image;
using ZonedSdk.TestSupport;
using static ZonedSdk.ByteUnits;

namespace ZonedSdk.Tests.Image;

/// <summary>System calls that are interrupted, or ask to come again: seen from the top of the stack, with a real kernel below that is made to say so.</summary>
public sealed class ImageSystemCallTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zoned-calls");

    public void Dispose() => _folder.Delete(recursive: true);

    // Each second call of a thread ends with EINTR and nothing transferred.
    [NeedsFact("strace")]
    public Task An_interrupted_call_that_transferred_nothing_is_made_again() =>
        RunAsync("pwrite64,pread64,fdatasync:error=EINTR:when=1+2", "errors ");

    // The fifth write of a thread, with others before and behind it in flight.
    [NeedsFact("strace")]
    public Task A_write_that_should_come_again_fails_with_those_behind_it_and_keeps_the_order() =>
        RunAsync("pwrite64:error=EAGAIN:when=5", "errors 11");

    private async Task RunAsync(string injection, string expected)
    {
        string path = Path.Combine(_folder.FullName, "drive.zimg");
        await ImageDrive.CreateAsync(path, new ImageDriveOptions { SizeBytes = 8 * MiB, ZoneSizeBytes = 2 * MiB });
        (string[] lines, string log) = await TracedChild.RunAsync(_folder, "pwrite64,pread64,fdatasync", injection, "image-system-calls", path);
        Assert.Equal([expected, "same True", "disjoint True", "agreed True"], lines);
        Assert.NotEmpty(Regex.Matches(log, "INJECTED"));
        Assert.True((await ImageDrive.CheckAsync(path)).IsSound);
    }
}
