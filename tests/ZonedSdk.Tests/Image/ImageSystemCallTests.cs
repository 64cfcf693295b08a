using System.Text.RegularExpressions;
using ZonedSdk.Backends.Image;
using ZonedSdk.TestSupport;
using ZonedSdk.Tests.Rings;
using static ZonedSdk.ByteUnits;

namespace ZonedSdk.Tests.Image;

/// <summary>System calls that are interrupted, or ask to come again: seen from the top of the stack, with a real kernel below that is made to say so.</summary>
public sealed class ImageSystemCallTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zoned-calls");

    public void Dispose() => _folder.Delete(recursive: true);

    // Each second call of a thread ends with EINTR and nothing transferred.
    [NeedsFact("strace")]
    public async Task An_interrupted_call_that_transferred_nothing_is_made_again()
    {
        foreach (string engine in ImageEngines.Here)
        {
            await RunAsync(engine, "pwrite64,pread64,fdatasync,io_uring_enter:error=EINTR:when=1+2", "errors ");
        }
    }

    // The fifth write of a thread, with others before and behind it in flight.
    [NeedsFact("strace")]
    public async Task A_write_that_should_come_again_fails_with_those_behind_it_and_keeps_the_order()
    {
        foreach (string engine in ImageEngines.Here.Where(static engine => engine is not (ImageEngines.Ring or ImageEngines.TwoRings)))
        {
            await RunAsync(engine, "pwrite64:error=EAGAIN:when=5", "errors 11");
        }
    }

    // The ring's thread asks again, or is told for good that it may not: threads do what the kernel has not taken, and nobody is told.
    [RingImageFact("strace")]
    public async Task A_ring_that_is_refused_leaves_its_transfers_to_threads()
    {
        foreach (string error in (string[])["EAGAIN:when=3+3", "EPERM"])
        {
            await RunAsync(ImageEngines.Ring, $"io_uring_enter:error={error}", "errors ");
            await RunAsync(ImageEngines.TwoRings, $"io_uring_enter:error={error}", "errors ");
        }
    }

    private async Task RunAsync(string engine, string injection, string expected)
    {
        string path = Path.Combine(_folder.FullName, $"{Guid.NewGuid()}.zimg");
        await ImageDrive.CreateAsync(path, new ImageDriveOptions { SizeBytes = 8 * MiB, ZoneSizeBytes = 2 * MiB });
        (string[] lines, string log) = await TracedChild.RunAsync(_folder, "pwrite64,pread64,fdatasync,io_uring_enter", injection, "image-system-calls", path, engine);
        Assert.Equal([expected, "same True", "disjoint True", "agreed True"], lines);
        Assert.NotEmpty(Regex.Matches(log, "INJECTED"));
        Assert.True((await ImageDrive.CheckAsync(path)).IsSound);
    }
}
