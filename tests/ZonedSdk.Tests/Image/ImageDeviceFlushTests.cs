using System.Text.RegularExpressions;
using ZonedSdk.Backends.Image;
using ZonedSdk.TestSupport;
using static ZonedSdk.ByteUnits;

namespace ZonedSdk.Tests.Image;

/// <summary>A medium whose fdatasync fails, seen from the top of the stack.</summary>
public sealed class ImageDeviceFlushTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zoned-flush");

    public void Dispose() => _folder.Delete(recursive: true);

    [NeedsFact("strace")]
    public async Task Whoever_depends_on_a_failed_flush_is_told_and_nothing_succeeds_after_it()
    {
        foreach (string engine in ImageEngines.Here)
        {
            await RunAsync(engine);
        }
    }

    private async Task RunAsync(string engine)
    {
        string path = Path.Combine(_folder.FullName, $"{engine}.zimg");
        await ImageDrive.CreateAsync(path, new ImageDriveOptions { SizeBytes = 8 * MiB, ZoneSizeBytes = 2 * MiB });

        // From the moment at which the image is open the medium fails. strace counts calls by thread, so it cannot be told "from the third call on".
        (string[] lines, string log) = await TracedChild.RunAsync(_folder, "fdatasync,fsync", "fdatasync,fsync:error=EIO", "image-device-flush", path, engine);
        Assert.Equal(
            [.. Enumerable.Repeat("waiter FlushFailed 5", 8), "durable FlushFailed 5", "later flush FlushFailed 5", "later append FlushFailed 5", "later reset FlushFailed 5", "read ok", "same True", "dispose ok"],
            lines);
        Assert.Single(Regex.Matches(log, "INJECTED"));
        Assert.True((await ImageDrive.CheckAsync(path)).IsSound);
    }
}
