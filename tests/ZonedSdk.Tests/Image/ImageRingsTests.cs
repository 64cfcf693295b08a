using System.Collections.Concurrent;
using System.Runtime.Versioning;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Image;
using ZonedSdk.Tests.Rings;
using static ZonedSdk.ByteUnits;

namespace ZonedSdk.Tests.Image;

/// <summary>An image whose data go by several rings.</summary>
[SupportedOSPlatform("linux")]
public sealed class ImageRingsTests : IDisposable
{
    private const int Block = 4096;
    private const int Zones = 16;
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zoned-rings");

    private string ImagePath => Path.Combine(_folder.FullName, "drive.zimg");

    public void Dispose() => _folder.Delete(recursive: true);

    [RingImageFact]
    public async Task Device_says_how_many_rings_it_has()
    {
        foreach (int count in (int[])[1, 2, 7, 64])
        {
            await using ZonedDevice device = await OpenAsync(count);
            Assert.Equal((TransferEngine.Ring, count, 0), (device.Description.Engine, device.Description.RingCount, device.Description.Findings.Count));
            await device.AppendAsync(count % Zones, new byte[Block]);
        }

        await using ZonedDevice threads = await ImageEngines.OpenAsync(ImagePath, ImageEngines.Direct);
        Assert.Equal((TransferEngine.Threads, 0), (threads.Description.Engine, threads.Description.RingCount));
    }

    [RingImageFact]
    public async Task Inline_continuations_of_a_zone_run_on_the_thread_of_its_ring()
    {
        await using ZonedDevice device = await OpenAsync(ringCount: 3);
        await MakeRoomAsync(device);
        await Task.WhenAll(Enumerable.Range(0, Zones).Select(zone => Task.Run(async () =>
        {
            string expected = $"{ImagePath} ring {(zone % 3) + 1}";
            while (Thread.CurrentThread.Name != expected)
            {
                // One that has ended before it is awaited leaves its caller where it is. On the ring's own thread none can. The loop stands here, because a task has the same gap between its end and its await.
                await device.AppendAsync(zone, new byte[Block]).ConfigureAwait(false);
            }

            for (int count = 0; count < 20; count++)
            {
                await device.AppendAsync(zone, new byte[Block]).ConfigureAwait(false);
                Assert.Equal(expected, Thread.CurrentThread.Name);
            }
        }))).WaitAsync(s_long);
    }

    [RingImageFact]
    public async Task Continuation_that_blocks_the_thread_of_one_ring_strands_nothing_on_the_others()
    {
        const int Blocked = 0;
        const int Free = 1;
        await using ZonedDevice device = await OpenAsync(ringCount: 2);
        await MakeRoomAsync(device);
        using ManualResetEventSlim isBlocked = new();
        using ManualResetEventSlim mayGoOn = new();
        Task blocking = Task.Run(BlockAsync);
        Assert.True(isBlocked.Wait(s_long));

        // Its own ring stands still, and what comes to that one waits there.
        Task<long> waiting = device.AppendAsync(Blocked, new byte[Block]).AsTask();

        // From submission to continuation on the other one, by those that come from anywhere and by those that come from its thread.
        await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(async () =>
        {
            for (int count = 0; count < 4; count++)
            {
                await device.AppendAsync(Free + (2 * (i % 8)), new byte[Block]).ConfigureAwait(false);
            }
        }))).WaitAsync(s_long);
        byte[] read = new byte[Block];
        await device.ReadAsync(device.Geometry.StartOf(Free), read).AsTask().WaitAsync(s_long);
        Assert.False(waiting.IsCompleted);
        mayGoOn.Set();
        await waiting.WaitAsync(s_long);
        await blocking.WaitAsync(s_long);

        async Task BlockAsync()
        {
            while (Thread.CurrentThread.Name != $"{ImagePath} ring 1")
            {
                await device.AppendAsync(Blocked, new byte[Block]).ConfigureAwait(false);
            }

            isBlocked.Set();
            Assert.True(mayGoOn.Wait(2 * s_long));
        }
    }

    [RingImageFact]
    public async Task Transfers_of_one_ring_are_submitted_from_the_thread_of_another_and_arrive()
    {
        await using ZonedDevice device = await OpenAsync(ringCount: 2);
        await MakeRoomAsync(device);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            // Each append is submitted by the continuation of one that went by the other ring, which may be asleep.
            for (int count = 0; count < 200; count++)
            {
                await device.AppendAsync((writer + count) % Zones, new byte[Block]).ConfigureAwait(false);
            }
        }))).WaitAsync(s_long);
    }

    [RingImageTheory]
    [InlineData(true, 2)]
    [InlineData(false, 2)]
    [InlineData(true, 5)]
    public async Task Sixty_four_writers_of_all_zones_find_every_byte_again(bool isInline, int ringCount)
    {
        const int Writers = 64;
        const int OfEach = 120;
        ConcurrentDictionary<long, int> seeds = new();
        await using (ZonedDevice device = await OpenAsync(ringCount, isInline))
        {
            await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
            {
                Random random = new(writer);
                for (int count = 0; count < OfEach; count++)
                {
                    int seed = (writer * OfEach) + count;
                    byte[] data = DataOf(seed, random.Next(1, 5));
                    long offset = await device.AppendAsync(random.Next(Zones), data).ConfigureAwait(false);
                    Assert.True(seeds.TryAdd(offset, seed), $"Offset {offset} was told twice.");
                    if (count % 16 == 0)
                    {
                        byte[] read = new byte[data.Length];
                        await device.ReadAsync(offset, read).ConfigureAwait(false);
                        Assert.Equal(data, read);
                        await device.FlushAsync().ConfigureAwait(false);
                    }
                }
            }))).WaitAsync(3 * s_long);
        }

        // By another engine, and so from the file.
        await using ZonedDevice again = await ImageEngines.OpenAsync(ImagePath, ImageEngines.Buffered);
        byte[] block = new byte[Block];
        Assert.Equal(Writers * OfEach, seeds.Count);
        foreach ((long offset, int seed) in seeds)
        {
            await again.ReadAsync(offset, block);
            Assert.True(block.AsSpan().SequenceEqual(DataOf(seed, blocks: 1)), $"offset {offset}");
        }
    }

    [RingImageFact]
    public async Task Each_end_waits_for_every_ring_and_leaves_the_file_to_the_next()
    {
        for (int round = 0; round < 10; round++)
        {
            IZoneBackend drive = await OpenDriveAsync(ringCount: 4);
            ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { InlineContinuations = round % 2 == 0 });
            Task<long>[] appends = [.. Enumerable.Range(0, 300).Select(i => device.AppendAsync(i % Zones, new byte[Block]).AsTask())];
            await drive.DisposeAsync().AsTask().WaitAsync(s_long);
            foreach (Task<long> append in appends)
            {
                Exception? error = await Record.ExceptionAsync(() => append.WaitAsync(s_long));
                Assert.True(error is null or ZonedException, error?.ToString());
            }

            await device.DisposeAsync().AsTask().WaitAsync(s_long);
        }
    }

    // strace counts by thread, and both rings are made by one.
    [RingImageFact("strace")]
    public async Task Second_ring_that_the_system_refuses_is_told_and_the_first_does_its_work()
    {
        const string Injection = "eventfd2:error=EMFILE:when=2+";
        await OpenAsync(ringCount: 1).ContinueWith(task => task.Result.DisposeAsync().AsTask(), TaskScheduler.Default).Unwrap();
        (string[] lines, string log) = await TracedChild.RunAsync(_folder, "eventfd2", Injection, "image-opening", ImagePath, ImageEngines.AutoTwo);
        Assert.Contains("INJECTED", log, StringComparison.Ordinal);
        Assert.Equal(("data Direct", "same True", 3), (lines[0], lines[^1], lines.Length));
        Assert.StartsWith($"fewer-rings: {ImagePath} has 1 of the 2 rings that were asked for, and so up to 64 transfers at once, not 128: ", lines[1], StringComparison.Ordinal);
        Assert.Contains("ulimit -n", lines[1], StringComparison.Ordinal);

        (lines, _) = await TracedChild.RunAsync(_folder, "eventfd2", Injection, "image-opening", ImagePath, ImageEngines.TwoRings);
        string refused = Assert.Single(lines);
        foreach (string words in (string[])["2 rings: 1 could be made", "ulimit -n", "uses those that there are then"])
        {
            Assert.Contains(words, refused, StringComparison.Ordinal);
        }
    }

    private static async Task MakeRoomAsync(ZonedDevice device)
    {
        // The first write of a zone makes room in the file, which a thread of the drive's does.
        for (int zone = 0; zone < Zones; zone++)
        {
            await device.AppendAsync(zone, new byte[Block]).ConfigureAwait(false);
        }

        // A test that waits must not do so on a ring's thread. To await what may have ended already is not enough to leave it.
        await Task.Yield();
        Assert.DoesNotContain(" ring", Thread.CurrentThread.Name ?? string.Empty, StringComparison.Ordinal);
    }

    private static byte[] DataOf(int seed, int blocks)
    {
        byte[] data = new byte[blocks * Block];
        for (int block = 0; block < blocks; block++)
        {
            new Random(seed + (block << 20)).NextBytes(data.AsSpan(block * Block, Block));
        }

        return data;
    }

    private async Task<IZoneBackend> OpenDriveAsync(int ringCount)
    {
        if (!File.Exists(ImagePath))
        {
            await ImageDrive.CreateAsync(ImagePath, new ImageDriveOptions { SizeBytes = Zones * 16 * MiB, ZoneSizeBytes = 16 * MiB });
        }

        return await ImageDrive.OpenAsync(ImagePath, new ImageOpenOptions { DataPath = IoPath.Direct, Engine = TransferEngine.Ring, RingCount = ringCount });
    }

    private async Task<ZonedDevice> OpenAsync(int ringCount, bool isInline = true) =>
        await ZonedDevice.OpenAsync(await OpenDriveAsync(ringCount), new ZonedDeviceOptions { InlineContinuations = isInline });
}
