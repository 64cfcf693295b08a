using System.Buffers;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Buffers;
using ZonedSdk.Tests.Devices;
using static ZonedSdk.ByteUnits;

namespace ZonedSdk.Tests.Buffers;

/// <summary>The buffers of a device: how they lie, whose they are, and how long.</summary>
public sealed class DeviceBufferTests
{
    private const int Page = 4096;

    [Theory]
    [InlineData(512)]
    [InlineData(4096)]
    [InlineData(65536)]
    public async Task Buffers_are_whole_blocks_on_pages(int block)
    {
        await using ZonedDevice device = await OpenAsync(block);
        int unit = Math.Max(block, Page);
        List<IMemoryOwner<byte>> owners = [];
        foreach (int asked in (int[])[-1, 0, 1, block, unit, unit + 1, (3 * unit) - 1, 5 * unit, (int)MiB, (4 * (int)MiB) - 1, 4 * (int)MiB, (4 * (int)MiB) + 1, 9_000_001])
        {
            IMemoryOwner<byte> owner = device.Buffers.Rent(asked);
            owners.Add(owner);
            Assert.InRange(owner.Memory.Length, Math.Max(asked, block), Math.Max(2 * asked, unit));
            Assert.Equal(0, owner.Memory.Length % block);
            Assert.Equal(0, Address(owner.Memory) % unit);
            Assert.Equal(0, Address(owner.Memory) % Page);
        }

        AssertApart(owners);
        owners.ForEach(static owner => owner.Dispose());
    }

    [Fact]
    public async Task Lengths_that_cannot_be_are_refused()
    {
        await using ZonedDevice device = await OpenAsync();
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Buffers.Rent(-2));
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Buffers.Rent(int.MinValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Buffers.Rent(int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Buffers.Rent(device.Buffers.MaxBufferSize + 1));
        Assert.InRange(device.Buffers.MaxBufferSize, (int)GiB, Array.MaxLength);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(1 << 30, true)]
    [InlineData((1 << 30) + 1, false)]
    public async Task Arena_of_an_impossible_length_is_refused(int lengthBytes, bool isPossible)
    {
        ScriptedBackend drive = new();
        ZonedDeviceOptions options = new() { BufferArenaBytes = lengthBytes };
        if (isPossible)
        {
            await using ZonedDevice device = await ZonedDevice.OpenAsync(drive, options);
            return;
        }

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ZonedDevice.OpenAsync(drive, options).AsTask());
        Assert.False(drive.IsDisposed);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(Page - 1, 0)]
    [InlineData(Page, 1)]
    [InlineData((11 * Page) + 100, 11)]
    public async Task What_the_arena_has_no_room_for_lies_beside_it(int arenaBytes, int inArena)
    {
        await using ZonedDevice device = await OpenAsync(options: new ZonedDeviceOptions { BufferArenaBytes = arenaBytes });
        Assert.Null(Pool(device).FreeArenaBytes);
        for (int round = 0; round < 2; round++)
        {
            List<IMemoryOwner<byte>> owners = [.. Enumerable.Range(0, 20).Select(_ => device.Buffers.Rent(Page))];
            Assert.Equal(inArena == 0 ? null : 0, Pool(device).FreeArenaBytes);
            AssertApart(owners);
            owners.ForEach(static owner => owner.Dispose());
            Assert.Equal(inArena == 0 ? null : inArena * (long)Page, Pool(device).FreeArenaBytes);
        }
    }

    [Fact]
    public async Task Buffer_that_was_given_up_twice_is_free_once()
    {
        await using ZonedDevice device = await OpenAsync(options: new ZonedDeviceOptions { BufferArenaBytes = 2 * Page });
        IMemoryOwner<byte> first = device.Buffers.Rent(Page);
        first.Dispose();
        first.Dispose();
        Assert.Equal(2 * Page, Pool(device).FreeArenaBytes);
        using IMemoryOwner<byte> one = device.Buffers.Rent(Page);
        using IMemoryOwner<byte> other = device.Buffers.Rent(Page);
        AssertApart([one, other]);
        IMemoryOwner<byte> beside = device.Buffers.Rent(Page);
        beside.Dispose();
        beside.Dispose();
        Assert.Equal(0, Pool(device).FreeArenaBytes);
    }

    [Fact]
    public async Task Buffer_that_was_given_up_is_not_used()
    {
        await using ZonedDevice device = await OpenAsync();
        foreach (int length in (int[])[Page, 8 * (int)MiB])
        {
            IMemoryOwner<byte> owner = device.Buffers.Rent(length);
            Memory<byte> memory = owner.Memory;
            owner.Dispose();
            Assert.Throws<ObjectDisposedException>(() => owner.Memory);
            Assert.Throws<ObjectDisposedException>(() => memory.Span[0]);
            Assert.Throws<ObjectDisposedException>(() => memory.Pin());
        }
    }

    [Fact]
    public async Task Pinned_buffer_is_nobody_elses_before_the_last_pin_has_gone()
    {
        await using ZonedDevice device = await OpenAsync(options: new ZonedDeviceOptions { BufferArenaBytes = Page });
        IMemoryOwner<byte> owner = device.Buffers.Rent(Page);
        long address = Address(owner.Memory);
        MemoryHandle first = owner.Memory.Pin();
        MemoryHandle second = owner.Memory[8..].Pin();
        Assert.Equal((address, address + 8), (Address(first), Address(second)));
        owner.Dispose();
        first.Dispose();
        Assert.Equal(0, Pool(device).FreeArenaBytes);
        using (IMemoryOwner<byte> beside = device.Buffers.Rent(Page))
        {
            Assert.NotEqual(address, Address(beside.Memory));
        }

        // Who pins it again while it is pinned has it, too.
        Assert.Equal(Page, owner.Memory.Length);
        second.Dispose();
        Assert.Equal(Page, Pool(device).FreeArenaBytes);
        using IMemoryOwner<byte> again = device.Buffers.Rent(Page);
        Assert.Equal(address, Address(again.Memory));
        Assert.Throws<ArgumentOutOfRangeException>(() => ((MemoryManager<byte>)again).Pin(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ((MemoryManager<byte>)again).Pin(Page + 1));
    }

    [Theory]
    [InlineData(ZoneType.SequentialWriteRequired)]
    [InlineData(ZoneType.Conventional)]
    public async Task What_an_operation_uses_is_nobody_elses_before_its_end(ZoneType type)
    {
        ScriptedBackend drive = new(type: type);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { BufferArenaBytes = Page });
        await using TestEnd end = new(device, drive);
        Func<Memory<byte>, Task>[] operations =
        [
            memory => device.WriteAsync(0, memory).AsTask(),
            memory => device.ReadAsync(0, memory).AsTask(),
            memory => type == ZoneType.Conventional ? device.WriteAsync(Page, memory).AsTask() : device.AppendAsync(0, memory).AsTask(),
        ];
        foreach (Func<Memory<byte>, Task> operate in operations)
        {
            IMemoryOwner<byte> owner = device.Buffers.Rent(Page);
            Memory<byte> memory = owner.Memory;
            Task operation = operate(memory);
            owner.Dispose();
            Assert.Equal(0, Pool(device).FreeArenaBytes);
            Assert.Equal(Page, drive.Pending[0].Request.Buffer.Span.Length);
            drive.Pending[0].Succeed();
            await operation;
            Assert.Equal(Page, Pool(device).FreeArenaBytes);

            // By now it is somebody else's, or nobody's: nothing is begun with it.
            Assert.Throws<ObjectDisposedException>(() => { _ = operate(memory); });
            Assert.Empty(drive.Pending);
        }
    }

    [Fact]
    public async Task What_a_failed_write_used_is_free_when_that_is_told()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { BufferArenaBytes = Page });
        await using TestEnd end = new(device, drive);
        using (IMemoryOwner<byte> owner = device.Buffers.Rent(Page))
        {
            Task<long> append = device.AppendAsync(0, owner.Memory).AsTask();
            drive.Pending[0].Fail();
            await Assert.ThrowsAnyAsync<ZonedIOException>(() => append);
        }

        Assert.Equal(Page, Pool(device).FreeArenaBytes);
    }

    [Fact]
    public async Task Buffers_outlive_their_device()
    {
        ZonedDevice device = await OpenAsync();
        IMemoryOwner<byte> owner = device.Buffers.Rent(3 * Page);
        owner.Memory.Span.Fill(7);
        await device.DisposeAsync();
        Collect();
        Assert.False(owner.Memory.Span.ContainsAnyExcept((byte)7));
        owner.Memory.Span.Fill(8);

        // There is still memory for whoever asks: that the device is closed is told by what uses it.
        device.Buffers.Dispose();
        using IMemoryOwner<byte> late = device.Buffers.Rent(3 * Page);
        late.Memory.Span.Fill(9);
        Assert.False(owner.Memory.Span.ContainsAnyExcept((byte)8));
        owner.Dispose();
        owner.Dispose();
        Assert.Equal(4 * MiB - (4 * Page), Pool(device).FreeArenaBytes);
    }

    [Fact]
    public async Task Memory_of_a_buffer_stays_as_long_as_a_span_of_it()
    {
        await using ZonedDevice device = await OpenAsync();
        Span<byte> span = Lose(device);
        Collect();
        span.Fill(5);
        byte[] others = new byte[16 * (int)MiB];
        Collect();
        Assert.False(span.ContainsAnyExcept((byte)5));
        GC.KeepAlive(others);

        static Span<byte> Lose(ZonedDevice device) => device.Buffers.Rent(8 * (int)MiB).Memory.Span;
    }

    [Fact]
    public async Task Renters_on_many_threads_never_share()
    {
        await using ZonedDevice device = await OpenAsync(options: new ZonedDeviceOptions { BufferArenaBytes = 40 * Page });
        await Task.WhenAll(Enumerable.Range(1, 8).Select(renter => Task.Run(() =>
        {
            Random random = new(renter);
            Queue<(IMemoryOwner<byte> Owner, byte Mark)> mine = [];
            for (int step = 0; step < 20_000; step++)
            {
                IMemoryOwner<byte> owner = device.Buffers.Rent(random.Next(1, 6 * Page));
                byte mark = (byte)((renter << 5) | (step & 31));
                owner.Memory.Span[0] = mark;
                owner.Memory.Span[^1] = mark;
                mine.Enqueue((owner, mark));
                if (mine.Count > renter)
                {
                    (IMemoryOwner<byte> oldest, byte expected) = mine.Dequeue();
                    using MemoryHandle pin = oldest.Memory.Pin();
                    Assert.Equal((expected, expected), (oldest.Memory.Span[0], oldest.Memory.Span[^1]));
                    oldest.Dispose();
                }
            }

            while (mine.TryDequeue(out (IMemoryOwner<byte> Owner, byte Mark) last))
            {
                last.Owner.Dispose();
            }
        })));
        Assert.Equal(40 * Page, Pool(device).FreeArenaBytes);
    }

    [Fact]
    public async Task Renting_and_giving_up_allocates_nothing()
    {
        await using ZonedDevice device = await OpenAsync();
        Rent(1000);

        // A collection, which other tests bring about, counts what is left of the thread's allocation context as allocated.
        long least = long.MaxValue;
        for (int round = 0; round < 10 && least > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Rent(20_000);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);

        void Rent(int times)
        {
            for (int i = 0; i < times; i++)
            {
                using IMemoryOwner<byte> one = device.Buffers.Rent(Page);
                using IMemoryOwner<byte> other = device.Buffers.Rent(1 + (i % 3 * 5 * Page));
                using MemoryHandle pin = other.Memory[..Page].Pin();
                one.Memory.Span[0] = 1;
            }
        }
    }

    private static DeviceBufferPool Pool(ZonedDevice device) => (DeviceBufferPool)device.Buffers;

    private static ValueTask<ZonedDevice> OpenAsync(int block = Page, ZonedDeviceOptions? options = null) =>
        ZonedDevice.OpenAsync(new MemoryDrive(new MemoryDriveOptions { BlockSizeBytes = block }), options);

    private static void Collect()
    {
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
    }

    private static long Address(Memory<byte> memory)
    {
        using MemoryHandle pin = memory.Pin();
        return Address(pin);
    }

    private static unsafe long Address(MemoryHandle pin) => (long)pin.Pointer;

    private static void AssertApart(IEnumerable<IMemoryOwner<byte>> owners)
    {
        long end = 0;
        foreach (Memory<byte> memory in owners.Select(static owner => owner.Memory).OrderBy(Address))
        {
            Assert.True(Address(memory) >= end, "Two buffers share memory.");
            end = Address(memory) + memory.Length;
        }
    }
}
