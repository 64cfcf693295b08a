using ZonedSdk.Backends.Image;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.TestSupport.Image;

namespace ZonedSdk.Tests.Image;

public sealed class ImageDataTests
{
    private const int Enospc = 28;
    private const int Eopnotsupp = 95;

    private readonly List<string> _calls = [];

    [Fact]
    public void Space_is_allocated_once_per_step_not_once_per_write()
    {
        using MemoryImageFile file = Open(out ImageData data, TestImages.Options(zones: 1, zoneSizeBytes: 256L << 20));
        for (long end = 1 << 20; end <= 256L << 20; end += 1 << 20)
        {
            Assert.True(data.Reserve(0, end).IsSuccess);
        }

        // 17 MiB, then steps of 65, the last one ends at the capacity.
        Assert.Equal(5, _calls.Count);
    }

    [Fact]
    public void Writes_that_find_their_zone_unallocated_at_once_all_have_room()
    {
        using MemoryImageFile file = Open(out ImageData data, TestImages.Options(zones: 1));
        file.OnCall = static name => name == "Punch" ? Eopnotsupp : 0;
        int failures = 0;
        bool isOver = false;
        Thread[] writers = [.. Enumerable.Range(1, 2).Select(writer => new Thread(() =>
        {
            for (int round = 0; round < 30_000_000; round++)
            {
                Interlocked.Add(ref failures, data.Reserve(0, writer * 4096L).IsSuccess ? 0 : 1);
            }
        }))];
        Thread resetter = new(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                data.Discard(0);
            }
        });
        resetter.Start();
        Array.ForEach(writers, static writer => writer.Start());
        Array.ForEach(writers, static writer => writer.Join());
        Volatile.Write(ref isOver, true);
        resetter.Join();
        Assert.Equal(0, failures);
    }

    [Fact]
    public void Without_room_the_need_alone_is_tried_before_the_write_is_refused()
    {
        using MemoryImageFile file = Open(out ImageData data, TestImages.Options(zones: 1, zoneSizeBytes: 64 << 20));
        int refusals = 1;
        file.OnCall = name => name == "Allocate" && refusals-- > 0 ? Enospc : 0;
        Assert.True(data.Reserve(0, 4096).IsSuccess);
        refusals = 2;
        Assert.Equal(ZoneError.NoSpace, data.Reserve(0, 8192).Error);
    }

    [Fact]
    public void A_file_system_that_does_not_allocate_says_so_at_the_write()
    {
        using MemoryImageFile file = Open(out ImageData data, TestImages.Options());
        file.OnCall = static name => name switch { "Allocate" => Eopnotsupp, "WriteData" => Enospc, _ => 0 };
        Assert.True(data.Reserve(0, 4096).IsSuccess);
        Assert.Equal(ZoneError.NoSpace, data.Write(0, 0, new byte[4096]).Error);
    }

    [Fact]
    public void A_discarded_zone_reads_as_zeroes_and_its_neighbours_stay()
    {
        using MemoryImageFile file = Open(out ImageData data, TestImages.Options());
        byte[] ones = new byte[65536];
        Array.Fill(ones, (byte)1);
        Assert.True(data.Write(0, 0, ones).IsSuccess && data.Write(1, 0, ones).IsSuccess && data.Write(2, 0, ones).IsSuccess);
        Assert.True(data.Discard(1).IsSuccess);
        byte[] read = new byte[65536];
        Assert.True(data.Read(1, 0, read).IsSuccess);
        Assert.False(read.AsSpan().ContainsAnyExcept((byte)0));
        Assert.True(data.Read(0, 0, read).IsSuccess);
        Assert.Equal(ones, read);
        Assert.True(data.Read(2, 0, read).IsSuccess);
        Assert.Equal(ones, read);
    }

    [Fact]
    public void A_preallocated_zone_is_zeroed_also_where_the_file_system_cannot()
    {
        using MemoryImageFile file = Open(out ImageData data, TestImages.Options() with { Preallocate = true });
        file.OnCall = static name => name == "Zero" ? Eopnotsupp : 0;
        Assert.True(data.Write(0, 0, new byte[] { 1, 2, 3 }).IsSuccess);
        Assert.True(data.Discard(0).IsSuccess);
        byte[] read = new byte[3];
        Assert.True(data.Read(0, 0, read).IsSuccess);
        Assert.Equal(new byte[3], read);
    }

    private MemoryImageFile Open(out ImageData data, ImageDriveOptions options)
    {
        Superblock superblock = TestImages.Plan(options);
        MemoryImageFile file = TestImages.Create(superblock);
        file.OnCall = name =>
        {
            _calls.Add(name);
            return 0;
        };
        data = new ImageData(file, superblock, static () => { });
        return file;
    }
}
