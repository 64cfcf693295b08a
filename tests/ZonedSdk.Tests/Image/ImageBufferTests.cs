using System.Buffers;
using System.Runtime.Versioning;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Image;
using ZonedSdk.Buffers;
using ZonedSdk.TestSupport.Image;
using ZonedSdk.Tests.Devices;
using ZonedSdk.Tests.Rings;
using static ZonedSdk.ByteUnits;

namespace ZonedSdk.Tests.Image;

/// <summary>Images whose data come from memory of every kind: a device's own buffers, in the arena and beside it, whole and in the middle, and what lies nowhere in particular.</summary>
[SupportedOSPlatform("linux")]
public sealed class ImageBufferTests : IDisposable
{
    private const int Block = 4096;
    private const int MaxBlocks = 24;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zoned-buffers");

    private string ImagePath => Path.Combine(_folder.FullName, "drive.zimg");

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string, bool> EnginesAndWays()
    {
        TheoryData<string, bool> rows = [];
        foreach (string engine in ImageEngines.Here)
        {
            rows.Add(engine, false);
            rows.Add(engine, true);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(EnginesAndWays))]
    public async Task Whatever_memory_is_used_the_bytes_are_the_same(string engine, bool isInline)
    {
        const int Writers = 12;
        await ImageDrive.CreateAsync(ImagePath, new ImageDriveOptions { SizeBytes = 64 * MiB, ZoneSizeBytes = 16 * MiB, ConventionalZones = 1 });
        byte[][] wanted = [.. Enumerable.Range(0, 4).Select(static _ => new byte[16 * (int)MiB])];
        int seed = 100 + (isInline ? 1 : 0);

        // An arena for a few of the writers: the others get what lies beside it.
        ZonedDeviceOptions options = new() { InlineContinuations = isInline, BufferArenaBytes = 5 * MaxBlocks * Block };
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(await ImageDrive.OpenAsync(ImagePath, ImageEngines.Options(engine)), options))
        {
            await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => LoadAsync(device, wanted, new Random(seed + writer), writer, Writers))));
            await device.FlushAsync();
            for (int zone = 0; zone < wanted.Length; zone++)
            {
                await CompareAsync(device, wanted[zone], zone, new Random(seed + zone));
            }

            Assert.Equal(options.BufferArenaBytes, ((DeviceBufferPool)device.Buffers).FreeArenaBytes);
            Assert.DoesNotContain(device.Description.Findings, static finding => finding.Kind == "unregistered-buffers");
        }

        foreach (string other in ImageEngines.Here)
        {
            await using ZonedDevice device = await ImageEngines.OpenAsync(ImagePath, other);
            for (int zone = 0; zone < wanted.Length; zone++)
            {
                await CompareAsync(device, wanted[zone], zone, new Random(seed));
            }
        }
    }

    [Theory]
    [MemberData(nameof(ImageEngines.All), MemberType = typeof(ImageEngines))]
    public async Task Copies_are_counted_where_data_go_past_the_page_cache(string engine)
    {
        await ImageDrive.CreateAsync(ImagePath, new ImageDriveOptions { SizeBytes = 16 * MiB, ZoneSizeBytes = 4 * MiB });
        await using ZonedDevice device = await ImageEngines.OpenAsync(ImagePath, engine);
        using CopiedBytes copied = new(device.Name);
        using IMemoryOwner<byte> owner = device.Buffers.Rent((2 * (int)MiB) + 8);
        int length = (int)MiB;
        long each = engine == ImageEngines.Buffered ? 0 : length;
        await device.AppendAsync(0, owner.Memory[..length]);
        await device.ReadAsync(0, owner.Memory[..length]);
        Assert.Equal(0, copied.Take());
        await device.AppendAsync(0, owner.Memory.Slice(8, length));
        Assert.Equal(each, copied.Take());
        await device.ReadAsync(Block, owner.Memory.Slice(8, length));
        Assert.Equal(each, copied.Take());

        // Beyond the data nothing is read, so nothing is copied either.
        await device.ReadAsync((2 * MiB) - Block, owner.Memory.Slice(8, 3 * Block));
        Assert.Equal(each == 0 ? 0 : Block, copied.Take());
    }

    [RingImageFact]
    public async Task Arena_is_registered_by_the_first_rent_and_by_no_other_device()
    {
        await ImageDrive.CreateAsync(ImagePath, new ImageDriveOptions { SizeBytes = 16 * MiB, ZoneSizeBytes = 4 * MiB });
        IZoneBackend drive = await ImageDrive.OpenAsync(ImagePath, ImageEngines.Options(ImageEngines.Ring));
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive);
        await device.AppendAsync(0, new byte[Block]);
        Assert.Null(((DeviceBufferPool)device.Buffers).FreeArenaBytes);
        using IMemoryOwner<byte> owner = device.Buffers.Rent(Block);
        owner.Memory.Span.Fill(3);
        await device.AppendAsync(0, owner.Memory);
        Assert.Empty(device.Description.Findings);
        await using ZonedDevice other = await ZonedDevice.OpenAsync("memory:other");
        await other.AppendAsync(0, owner.Memory);
        byte[] read = new byte[Block];
        foreach (long offset in (long[])[Block, 0])
        {
            await (offset == 0 ? other : device).ReadAsync(offset, read);
            Assert.False(read.AsSpan().ContainsAnyExcept((byte)3));
        }
    }

    [RingImageFact("strace")]
    public async Task Memory_that_may_not_be_locked_is_told_and_used_all_the_same()
    {
        await ImageDrive.CreateAsync(ImagePath, new ImageDriveOptions { SizeBytes = 16 * MiB, ZoneSizeBytes = 4 * MiB });

        // The second call of the ring's thread registers the arena, the first one lets the ring begin.
        (string[] lines, string log) = await TracedChild.RunAsync(_folder, "io_uring_register", "io_uring_register:error=ENOMEM:when=2", "image-buffers", ImagePath);
        Assert.Contains("INJECTED", log, StringComparison.Ordinal);
        Assert.Equal("before 0", lines[0]);
        Assert.StartsWith("after 1: Notice: ", lines[1], StringComparison.Ordinal);
        foreach (string words in (string[])[ImagePath, "ulimit -l", nameof(ZonedDeviceOptions.BufferArenaBytes), "errno 12", "unregistered-buffers"])
        {
            Assert.Contains(words, lines[1], StringComparison.Ordinal);
        }

        Assert.Equal("same True", lines[2]);
    }

    [Fact]
    public async Task Ring_is_told_of_the_arena_once()
    {
        await using RingImage image = new();
        SteppedRing ring = Assert.IsType<SteppedRing>(image.File.Data.Rings!.Rings[0]);
        DeviceBufferPool pool = new(image.Drive, 3 * Block);
        Assert.Null(ring.Memory);
        using IMemoryOwner<byte> first = pool.Rent();
        Assert.Equal(3 * Block, ring.Memory!.LengthBytes);
        first.Memory.Span.Fill(9);
        Assert.Equal(Block, ring.Memory.Span(0, 3 * Block).Count((byte)9));
        Interop.PinnedArray told = ring.Memory;
        using IMemoryOwner<byte> second = pool.Rent(100 * Block);
        Assert.Same(told, ring.Memory);
        Assert.Empty(image.Drive.Description.Findings);
        ring.MemoryErrno = Interop.Errno.NotSupported;
        Assert.Contains("5.13", Assert.Single(image.Drive.Description.Findings).Message, StringComparison.Ordinal);
        ring.MemoryErrno = Interop.Errno.NotPermitted;
        Assert.EndsWith("so each transfer pins its own.", Assert.Single(image.Drive.Description.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_of_two_rings_is_told_of_the_arena_and_one_that_has_none_is_counted()
    {
        await using RingImage image = new(ringCount: 2);
        SteppedRing[] rings = [.. image.File.Data.Rings!.Rings.Cast<SteppedRing>()];
        using IMemoryOwner<byte> owner = new DeviceBufferPool(image.Drive, 3 * Block).Rent();
        Assert.NotNull(rings[0].Memory);
        Assert.Same(rings[0].Memory, rings[1].Memory);
        Assert.Empty(image.Drive.Description.Findings);
        rings[1].MemoryErrno = Interop.Errno.NoMemory;
        string told = Assert.Single(image.Drive.Description.Findings).Message;
        foreach (string words in (string[])["for 1 of 2 rings", "ulimit -l", nameof(ImageOpenOptions.RingCount)])
        {
            Assert.Contains(words, told, StringComparison.Ordinal);
        }
    }

    private static async Task LoadAsync(ZonedDevice device, byte[][] wanted, Random random, int writer, int writers)
    {
        int share = wanted[0].Length / writers / Block * Block;
        for (int at = 0; at < share;)
        {
            int length = Math.Min(random.Next(1, MaxBlocks + 1) * Block, share - at);
            using IMemoryOwner<byte>? owner = Rent(device, random, length, out Memory<byte> memory);
            random.NextBytes(memory.Span);
            if (random.Next(3) == 0)
            {
                int from = (writer * share) + at;
                await device.WriteAsync(from, memory).ConfigureAwait(false);
                memory.Span.CopyTo(wanted[0].AsSpan(from));
                at += length;
            }
            else
            {
                int zone = random.Next(1, wanted.Length);
                try
                {
                    long offset = await device.AppendAsync(zone, memory).ConfigureAwait(false);
                    memory.Span.CopyTo(wanted[zone].AsSpan((int)(offset - device.Geometry.StartOf(zone))));
                }
                catch (ZoneFullException)
                {
                    at += length;
                }
            }
        }
    }

    private static async Task CompareAsync(ZonedDevice device, byte[] wanted, int zone, Random random)
    {
        for (int at = 0; at < wanted.Length;)
        {
            int length = Math.Min(random.Next(1, MaxBlocks + 1) * Block, wanted.Length - at);
            using IMemoryOwner<byte>? owner = Rent(device, random, length, out Memory<byte> memory);
            memory.Span.Fill(0xa5);
            await device.ReadAsync(device.Geometry.StartOf(zone) + at, memory);
            Assert.True(memory.Span.SequenceEqual(wanted.AsSpan(at, length)), $"Zone {zone}, {length} bytes at {at}.");
            at += length;
        }
    }

    private static IMemoryOwner<byte>? Rent(ZonedDevice device, Random random, int length, out Memory<byte> memory)
    {
        int shift = random.Next(2) == 0 ? 0 : random.Next(1, Block);
        if (random.Next(4) == 0)
        {
            memory = new byte[length + shift].AsMemory(shift);
            return null;
        }

        IMemoryOwner<byte> owner = device.Buffers.Rent(length + shift);
        memory = owner.Memory.Slice(shift, length);
        return owner;
    }
}
