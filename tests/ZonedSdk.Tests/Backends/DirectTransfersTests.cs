using System.Runtime.Versioning;
using ZonedSdk.Interop;
using ZonedSdk.Tests.Devices;

namespace ZonedSdk.Tests.Backends;

/// <summary>What block devices and mounts share: transfers from memory anywhere, writes by the kernel's queue, and files that stay open.</summary>
[SupportedOSPlatform("linux")]
public sealed class DirectTransfersTests : IDisposable
{
    private const int Page = 4096;

    private readonly string _name = Guid.NewGuid().ToString();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zoned-transfers");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void Memory_may_lie_anywhere_and_writes_may_be_queued(int shift, bool isQueued)
    {
        using QueuedWriter queue = new();
        using DirectTransfers transfers = new(2 * Page, Page, _name, isQueued ? queue.Write : null);
        using FileDescriptor file = Open(0, Libc.ReadWrite);
        byte[] data = new byte[(2 * Page) + shift];
        new Random(1).NextBytes(data);

        Assert.Equal(2 * Page, transfers.Write(file, 3 * Page, data.AsSpan(shift)));
        byte[] read = new byte[(2 * Page) + shift];
        Assert.Equal(2 * Page, transfers.Read(file, 3 * Page, read.AsSpan(shift)));
        Assert.Equal(data[shift..], read[shift..]);
        Assert.Equal(0, transfers.Read(file, 5 * Page, read.AsSpan(shift)));
    }

    [Fact]
    public void What_is_longer_than_a_buffer_is_moved_in_part_unless_it_lies_well()
    {
        using DirectTransfers transfers = new(Page, Page, _name);
        using FileDescriptor file = Open(0, Libc.ReadWrite);
        using AlignedBuffer well = new(3 * Page);
        new Random(2).NextBytes(well.Span);
        Assert.Equal(Page, transfers.Write(file, 0, well.Span[1..((2 * Page) + 1)]));
        Assert.Equal(2 * Page, transfers.Write(file, Page, well.Span[..(2 * Page)]));
        byte[] read = new byte[(3 * Page) + 1];
        Assert.Equal(Page, transfers.Read(file, 0, read.AsSpan(1)));
        Assert.True(well.Span.Slice(1, Page).SequenceEqual(read.AsSpan(1, Page)));
        Assert.Equal(3 * Page, transfers.Read(file, 0, well.Span));
    }

    [Fact]
    public void What_is_copied_is_counted_and_nothing_else()
    {
        using CopiedBytes copied = new(_name);
        using CopiedBytes others = new("another");
        using DirectTransfers transfers = new(2 * Page, Page, _name);
        using FileDescriptor file = Open(0, Libc.ReadWrite);
        using AlignedBuffer well = new(4 * Page);
        transfers.Write(file, 0, well.Span[..(3 * Page)]);
        transfers.Read(file, 0, well.Span);
        Assert.Equal(0, copied.Take());

        // No more than fits into a buffer is copied at once.
        transfers.Write(file, 0, well.Span[1..((3 * Page) + 1)]);
        Assert.Equal(2 * Page, copied.Take());
        transfers.Read(file, 0, well.Span[1..(Page + 1)]);
        Assert.Equal(Page, copied.Take());

        // A read that ends with the file has that much to copy.
        transfers.Read(file, 2 * Page, well.Span[1..((2 * Page) + 1)]);
        Assert.Equal(Page, copied.Take());
        transfers.Read(file, 3 * Page, well.Span[1..(Page + 1)]);
        Assert.Equal((0, 0), (copied.Take(), others.Take()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_write_that_fails_returns_the_error_number(bool isQueued)
    {
        using QueuedWriter queue = new();
        using DirectTransfers transfers = new(Page, Page, _name, isQueued ? queue.Write : null);
        using FileDescriptor file = Open(0, Libc.ReadOnly);

        Assert.Equal(-Errno.BadDescriptor, transfers.Write(file, 0, new byte[Page]));
    }

    [Fact]
    public void Files_stay_open_as_many_as_fit_and_the_least_recently_used_go()
    {
        List<int> opened = [];
        using DescriptorCache cache = new(count: 4, capacity: 2, (int index, out FileDescriptor? file) =>
        {
            opened.Add(index);
            file = Open(index, Libc.ReadOnly);
            return 0;
        });
        foreach (int index in (int[])[0, 1, 0, 2, 0, 1])
        {
            Assert.Equal(0, cache.Rent(index, out FileDescriptor? file));
            Assert.False(file!.IsClosed);
            cache.Return(index, file);
        }

        Assert.Equal([0, 1, 2, 1], opened);
        cache.Drop(1);
        Assert.Equal(0, cache.Rent(1, out FileDescriptor? again));
        cache.Rent(1, out FileDescriptor? second);
        Assert.Equal([0, 1, 2, 1, 1, 1], opened);

        // Two of one file were in use: one is kept. After the end none is.
        cache.Return(1, again!);
        cache.Return(1, second!);
        Assert.Equal((false, true), (again!.IsClosed, second!.IsClosed));
        cache.Rent(1, out FileDescriptor? late);
        cache.Dispose();
        cache.Return(1, late!);
        Assert.True(late!.IsClosed);
    }

    [Fact]
    public void A_file_that_cannot_be_opened_says_why()
    {
        using DescriptorCache cache = new(1, 1, (int index, out FileDescriptor? file) => Libc.Open(Path.Combine(_folder.FullName, "nothing"), Libc.ReadOnly, out file));
        Assert.Equal(Errno.NoEntry, cache.Rent(0, out FileDescriptor? none));
        Assert.Null(none);
    }

    private FileDescriptor Open(int index, int access)
    {
        string path = Path.Combine(_folder.FullName, $"{index}");
        File.AppendAllText(path, "");
        Assert.Equal(0, Libc.Open(path, access, out FileDescriptor? file));
        return file!;
    }
}
