using System.Diagnostics;
using System.Runtime.Versioning;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Image;
using ZonedSdk.Tests.Rings;
using static ZonedSdk.ByteUnits;

namespace ZonedSdk.Tests.Image;

/// <summary>Each way of moving an image's data, on a file of this machine, and what its owner is told of it.</summary>
[SupportedOSPlatform("linux")]
public sealed class ImageEngineTests : IDisposable
{
    private const int Block = 4096;
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zoned-engine");

    private string ImagePath => Path.Combine(_folder.FullName, "drive.zimg");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(ImageEngines.All), MemberType = typeof(ImageEngines))]
    public async Task What_was_written_in_one_way_is_read_in_every_other(string engine)
    {
        byte[] data = new byte[(2 * (int)MiB) + 8];
        new Random(4).NextBytes(data);
        await ImageDrive.CreateAsync(ImagePath, Small() with { ConventionalZones = 1, MaxTransferBytes = 4 * (int)MiB, MaxAppendBytes = 4 * (int)MiB });
        await using (ZonedDevice device = await ImageEngines.OpenAsync(ImagePath, engine))
        {
            Assert.Equal(engine == ImageEngines.Buffered ? IoPath.Buffered : IoPath.Direct, device.Description.DataPath);
            Assert.DoesNotContain(device.Description.Findings, finding => finding.Kind is RingFindings.NoRing or ImageDescription.DataBuffered);

            // Longer than what is copied at once, and from memory that lies nowhere in particular.
            await device.WriteAsync(Block, data.AsMemory(8, (int)MiB));
            await Task.WhenAll(Enumerable.Range(0, 64).Select(i => device.AppendAsync(1, data.AsMemory(8 + (i * Block), Block)).AsTask()));
            await device.AppendAsync(2, data.AsMemory(8, 2 * (int)MiB));
            await device.FlushAsync();
        }

        foreach (string other in ImageEngines.Here)
        {
            await using ZonedDevice device = await ImageEngines.OpenAsync(ImagePath, other);
            byte[] read = new byte[data.Length];
            await device.ReadAsync(Block, read.AsMemory(8, (int)MiB));
            Assert.True(read.AsSpan(8, (int)MiB).SequenceEqual(data.AsSpan(8, (int)MiB)), other);
            await device.ReadAsync(device.Geometry.StartOf(2), read.AsMemory(8, 2 * (int)MiB));
            Assert.True(read.AsSpan(8).SequenceEqual(data.AsSpan(8)), other);
            read.AsSpan().Fill(1);
            await device.ReadAsync(device.Geometry.StartOf(1), read.AsMemory(8, (int)MiB));
            Assert.True(read.AsSpan(8, 64 * Block).SequenceEqual(data.AsSpan(8, 64 * Block)), other);
            Assert.False(read.AsSpan(8 + (64 * Block), (int)MiB - (64 * Block)).ContainsAnyExcept((byte)0), other);
        }
    }

    [Theory]
    [MemberData(nameof(ImageEngines.All), MemberType = typeof(ImageEngines))]
    public async Task Closing_ends_what_is_in_flight_and_refuses_what_comes_later(string engine)
    {
        await ImageDrive.CreateAsync(ImagePath, Small());
        IZoneBackend drive = await ImageDrive.OpenAsync(ImagePath, ImageEngines.Options(engine));
        ZonedDevice device = await ZonedDevice.OpenAsync(drive);
        Task<long>[] appends = [.. Enumerable.Range(0, 300).Select(i => device.AppendAsync(i % 4, new byte[Block]).AsTask())];

        // The drive is pulled away from under the device.
        await drive.DisposeAsync().AsTask().WaitAsync(s_long);
        foreach (Task<long> append in appends)
        {
            Exception? error = await Record.ExceptionAsync(() => append.WaitAsync(s_long));
            Assert.True(error is null or ZonedException, error?.ToString());
        }

        await Assert.ThrowsAnyAsync<ZonedException>(() => device.AppendAsync(0, new byte[Block]).AsTask().WaitAsync(s_long));
        await device.DisposeAsync().AsTask().WaitAsync(s_long);
        await using ZonedDevice again = await ImageEngines.OpenAsync(ImagePath, engine);
        Assert.Equal(4, again.Geometry.ZoneCount);
    }

    [RingImageFact]
    public async Task Continuation_that_blocks_strands_nobody()
    {
        await ImageDrive.CreateAsync(ImagePath, Small());
        await using ZonedDevice device = await ImageEngines.OpenAsync(ImagePath, ImageEngines.Ring);
        using ManualResetEventSlim others = new();

        // Where the append has ended before it is awaited, what blocks is not a continuation, and must not be this test.
        Task blocking = Task.Run(BlockAsync);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => device.AppendAsync(i % 4, new byte[Block]).AsTask())).WaitAsync(s_long);
        others.Set();
        await blocking.WaitAsync(s_long);

        async Task BlockAsync()
        {
            await device.AppendAsync(0, new byte[Block]).ConfigureAwait(false);
            Assert.True(others.Wait(s_long));
        }
    }

    [RingImageFact]
    public async Task Operations_of_a_ring_allocate_nothing_on_whichever_thread()
    {
        // In a process of its own, where nobody else allocates.
        using Process child = Process.Start(new ProcessStartInfo(ChildProgram.DotnetHost, ["exec", typeof(ImageEngineTests).Assembly.Location, "image-allocation", ImagePath]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        string[] said = (await child.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await child.WaitForExitAsync();
        Assert.Equal(["in place: 0 bytes for each write, 0 for each read", "copied: 0 bytes for each write, 0 for each read", "registered: 0 bytes for each write, 0 for each read"], said);
    }

    [RingImageFact("strace")]
    public async Task Ring_that_the_system_refuses_is_told_and_threads_do_its_work()
    {
        await ImageDrive.CreateAsync(ImagePath, Small());
        foreach ((string injection, string why) in ((string, string)[])[("io_uring_setup:error=EPERM", "seccomp"), ("io_uring_setup:error=ENOSYS", "no io_uring"), ("io_uring_register:error=EINVAL", "too old"), ("io_uring_enter:error=EPERM", "a read by one failed")])
        {
            string[] lines = await OpenAsync(ImageEngines.Auto, injection);
            Assert.Equal("data Direct", lines[0]);
            Assert.StartsWith($"{RingFindings.NoRing}: {ImagePath}: ", lines[1], StringComparison.Ordinal);
            Assert.Contains(why, lines[1], StringComparison.Ordinal);
            Assert.Equal("same True", lines[2]);
            string refused = Assert.Single(await OpenAsync(ImageEngines.Ring, injection));
            Assert.Contains(why, refused, StringComparison.Ordinal);
            Assert.Contains(nameof(TransferEngine.Auto), refused, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task File_system_without_direct_transfers_is_told_and_a_ring_there_refused()
    {
        string memory = Path.Combine("/dev/shm", Path.GetRandomFileName());
        if (!Directory.Exists("/dev/shm"))
        {
            return;
        }

        try
        {
            await ImageDrive.CreateAsync(memory, Small());
            await using (ZonedDevice device = await ZonedDevice.OpenAsync(await ImageDrive.OpenAsync(memory, new ImageOpenOptions { DataPath = IoPath.Direct })))
            {
                Assert.Equal(IoPath.Buffered, device.Description.DataPath);
                BackendFinding told = Assert.Single(device.Description.Findings, finding => finding.Kind == ImageDescription.DataBuffered);
                Assert.Equal(BackendFindingSeverity.Warning, told.Severity);
                Assert.Contains(memory, told.Message, StringComparison.Ordinal);
                await device.AppendAsync(0, new byte[Block]);
            }

            Assert.Contains("page cache", (await Assert.ThrowsAsync<ImageFileException>(() => ImageDrive.OpenAsync(memory, ImageEngines.Options(ImageEngines.Ring)))).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(memory);
        }
    }

    [Fact]
    public async Task Options_that_make_no_sense_are_refused_before_the_image_is_touched()
    {
        await ImageDrive.CreateAsync(ImagePath, Small());
        byte[] before = await File.ReadAllBytesAsync(ImagePath);
        foreach (ImageOpenOptions options in (ImageOpenOptions[])[new() { DataPath = IoPath.Memory }, new() { Engine = (TransferEngine)3 }, new() { QueueDepth = 0 }, new() { QueueDepth = 4097 }, new() { RingCount = 0 }, new() { RingCount = 65 }, new() { RingCount = 3, QueueDepth = 2 }, new() { WorkerCount = 0 }])
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ImageDrive.OpenAsync(ImagePath, options));
        }

        ImageFileException refused = await Assert.ThrowsAsync<ImageFileException>(() => ImageDrive.OpenAsync(ImagePath, new ImageOpenOptions { Engine = TransferEngine.Ring }));
        Assert.Contains(nameof(ImageOpenOptions.DataPath), refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(ImagePath));
    }

    private static ImageDriveOptions Small() => new() { SizeBytes = 16 * MiB, ZoneSizeBytes = 4 * MiB };

    private async Task<string[]> OpenAsync(string engine, string injection)
    {
        (string[] lines, string log) = await TracedChild.RunAsync(_folder, injection[..injection.IndexOf(':')], injection, "image-opening", ImagePath, engine);
        Assert.True(log.Contains("INJECTED", StringComparison.Ordinal), $"strace made no call fail ({injection}).");
        return lines;
    }
}
