using System.Globalization;
using ZonedSdk.Backends;
using ZonedSdk.Backends.LinuxBlock;
using ZonedSdk.KernelTests.Devices;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>Reads and writes of block devices by a ring, beside those by threads.</summary>
public sealed class BlockRingTests
{
    private const int Block = 4096;

    // So few that most entries do not get one at once, and go to a worker of the kernel's.
    private static NullBlockOptions FewTags => new() { SizeMebibytes = 128, ZoneLengthMebibytes = 32, QueueDepth = 2 };

    [Fact]
    public async Task Ring_carries_transfers_where_nothing_else_is_asked()
    {
        using NullBlock disk = NullBlock.Create();
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(disk.NodePath))
        {
            Assert.Equal((TransferEngine.Ring, 1, IoPath.Direct, 0), (device.Description.Engine, device.Description.RingCount, device.Description.DataPath, device.Description.Findings.Count));
        }

        await using ZonedDevice other = await BlockDrives.OpenAsync(disk, TransferEngine.Threads);
        Assert.Equal((TransferEngine.Threads, 0, 0), (other.Description.Engine, other.Description.RingCount, other.Description.Findings.Count));
    }

    [Fact]
    public async Task Ring_that_is_one_too_many_for_the_system_is_told_and_the_others_carry_all_transfers()
    {
        using NullBlock disk = NullBlock.Create();

        // By thread, and one thread makes both.
        await Strace.WhileFailingAsync("eventfd2:error=EMFILE:when=2+", () =>
        {
            DeviceOpenException refusal = Assert.Throws<DeviceOpenException>(() => LinuxBlockDrive.Open(disk.NodePath, new LinuxBlockOptions { Engine = TransferEngine.Ring, RingCount = 2 }));
            Assert.Contains("cannot be read and written by 2 rings", refusal.Message, StringComparison.Ordinal);
            return Task.CompletedTask;
        });
        await Strace.WhileFailingAsync("eventfd2:error=EMFILE:when=2+", async () =>
        {
            await using ZonedDevice device = await BlockDrives.OpenAsync(disk, TransferEngine.Auto, ringCount: 2);
            BackendFinding finding = Assert.Single(device.Description.Findings);
            Assert.Equal((TransferEngine.Ring, 1, "fewer-rings"), (device.Description.Engine, device.Description.RingCount, finding.Kind));
            await Writers.CompareAsync(device, await Writers.AppendAsync(device, zone: 1, writers: 8, appendsOfEach: 4));
        });
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public async Task Writers_of_all_zones_by_several_rings_keep_the_order_of_each(int ringCount, bool isInline)
    {
        using NullBlock disk = NullBlock.Create(FewTags with { SizeMebibytes = 64, ZoneLengthMebibytes = 4, QueueDepth = 16, SubmitQueueCount = 2 });
        await using ZonedDevice device = await BlockDrives.OpenAsync(disk, TransferEngine.Ring, new ZonedDeviceOptions { InlineContinuations = isInline }, ringCount: ringCount);
        Assert.Equal(ringCount, device.Description.RingCount);

        // Sixteen zones of four writers each. A write off its zone's pointer would fail, and so would its writer.
        Dictionary<long, byte[]>[] landed = await Task.WhenAll(Enumerable.Range(0, disk.Report().Count).Select(zone => Writers.AppendAsync(device, zone, writers: 4, appendsOfEach: 48)));
        for (int zone = 0; zone < landed.Length; zone++)
        {
            Assert.Equal(4 * 48, landed[zone].Count);
            Assert.Equal(landed[zone].Values.Sum(data => (long)data.Length), disk.Report(zone).WritePointerBytes);
            await Writers.CompareAsync(device, landed[zone]);
        }
    }

    [Fact]
    public async Task Where_the_system_has_no_ring_threads_carry_transfers_and_a_finding_says_why()
    {
        using NullBlock disk = NullBlock.Create();
        await Strace.WhileFailingAsync("io_uring_setup:error=ENOSYS", async () =>
        {
            DeviceOpenException refusal = Assert.Throws<DeviceOpenException>(() => LinuxBlockDrive.Open(disk.NodePath, new LinuxBlockOptions { Engine = TransferEngine.Ring }));
            Assert.Contains("the kernel has no io_uring", refusal.Message, StringComparison.Ordinal);

            // The refused one has let the device go.
            await using ZonedDevice device = await ZonedDevice.OpenAsync(disk.NodePath);
            BackendFinding finding = Assert.Single(device.Description.Findings);
            Assert.Equal((TransferEngine.Threads, "no-ring"), (device.Description.Engine, finding.Kind));
            Assert.Contains("the kernel has no io_uring", finding.Message, StringComparison.Ordinal);
            await Writers.CompareAsync(device, await Writers.AppendAsync(device, zone: 1, writers: 8, appendsOfEach: 4));
        });
    }

    [Theory]
    [InlineData(TransferEngine.Ring, true)]
    [InlineData(TransferEngine.Ring, false)]
    [InlineData(TransferEngine.Threads, true)]
    [InlineData(TransferEngine.Threads, false)]
    public async Task What_queued_up_is_one_command_of_the_kernel(TransferEngine engine, bool isAligned)
    {
        // The first, and what queued up behind it in two more, as long as commands can be.
        const int Expected = 3;
        using NullBlock disk = NullBlock.Create();
        using var held = new HeldWrites();
        await using ZonedDevice device = await BlockDrives.OpenAsync(disk, engine, probe: held);
        int count = 1 + ((Expected - 1) * (device.Limits.MaxTransferBytes / Block));
        Memory<byte>[] pages = [.. Enumerable.Range(0, count).Select(seed => PageOf(seed, isAligned))];
        long before = CompletedWrites(disk);

        Task<long>[] appends = [.. pages.Select(page => device.AppendAsync(1, page).AsTask())];
        held.LetGo();
        long[] offsets = await Task.WhenAll(appends);

        // A command is counted just after its end was told.
        KernelFile.WaitFor(() => CompletedWrites(disk) - before >= Expected ? "" : null, "The last command's count");
        Assert.Equal(Expected, CompletedWrites(disk) - before);
        Assert.True(offsets.SequenceEqual(Enumerable.Range(0, count).Select(i => disk.StartOf(1) + ((long)i * Block))));
        await Writers.CompareAsync(device, offsets.Zip(pages).ToDictionary(pair => pair.First, pair => pair.Second.ToArray()));
    }

    [Theory]
    [InlineData(512)]
    [InlineData(4096)]
    public async Task Transfers_of_any_length_to_and_from_memory_that_lies_anywhere_go_through(int blockBytes)
    {
        using NullBlock disk = NullBlock.Create(new NullBlockOptions { BlockBytes = blockBytes });
        await using ZonedDevice device = await BlockDrives.OpenAsync(disk, TransferEngine.Ring);
        int most = device.Limits.MaxTransferBytes;
        int step = device.Geometry.BlockSizeBytes;
        Random random = new(blockBytes);
        byte[] memory = GC.AllocateUninitializedArray<byte>(most + (2 * Block), pinned: true);
        random.NextBytes(memory);
        int page = (int)(-System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0) & (Block - 1));

        // All at once, so that many go in one command: some of them begin at a page, some at a block, and some anywhere.
        Task<(long Offset, ReadOnlyMemory<byte> Data)>[] appends = [.. Enumerable.Range(0, 120).Select(async i =>
        {
            int start = page + (i % 3 == 0 ? 0 : i % 3 == 1 ? step : random.Next(Block));
            ReadOnlyMemory<byte> data = memory.AsMemory(start, i == 50 ? most : step * random.Next(1, (32 * 1024 / step) + 1));
            return (await device.AppendAsync(1, data), data);
        })];
        (long Offset, ReadOnlyMemory<byte> Data)[] written = await Task.WhenAll(appends);

        long lengthBytes = written.Sum(part => (long)part.Data.Length);
        Assert.Equal(lengthBytes, disk.Report(1).WritePointerBytes);
        byte[] read = new byte[lengthBytes + 1];
        await device.ReadAsync(disk.StartOf(1), read.AsMemory(1));
        Assert.All(written, part => Assert.True(read.AsSpan(1 + (int)(part.Offset - disk.StartOf(1)), part.Data.Length).SequenceEqual(part.Data.Span)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Device_whose_rings_have_just_ended_can_be_opened_again_at_once(int ringCount)
    {
        using NullBlock disk = NullBlock.Create(FewTags);
        for (int round = 0; round < 40; round++)
        {
            ZonedDevice device = await BlockDrives.OpenAsync(disk, TransferEngine.Ring, ringCount: ringCount);
            long[] offsets = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => device.AppendAsync(i % 4, Stamp.Pages(1, i)).AsTask()));
            await Task.WhenAll(offsets.Select(offset => device.ReadAsync(offset, new byte[Block]).AsTask()));
            await device.DisposeAsync();
        }
    }

    [Fact]
    public async Task Appends_in_a_steady_state_allocate_nothing()
    {
        const int WriterCount = 16;
        const int OfEach = 500;
        using NullBlock disk = NullBlock.Create(FewTags with { QueueDepth = 64 });
        await using ZonedDevice device = await BlockDrives.OpenAsync(disk, TransferEngine.Ring, new ZonedDeviceOptions { InlineContinuations = true });
        Memory<byte>[] pages = [.. Enumerable.Range(0, WriterCount).Select(seed => PageOf(seed, isAligned: seed % 2 == 0))];
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            await device.ResetZoneAsync(1);
            long before = GC.GetTotalAllocatedBytes(precise: true);
            await Task.WhenAll(pages.Select(page => AppendAsync(device, page, OfEach)));
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        // What a round costs beside its appends is less than a byte of each. The first one makes what is kept.
        Assert.Equal(0, least / (WriterCount * OfEach));
    }

    private static async Task AppendAsync(ZonedDevice device, Memory<byte> page, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await device.AppendAsync(1, page).ConfigureAwait(false);
        }
    }

    private static Memory<byte> PageOf(int seed, bool isAligned)
    {
        byte[] stamp = Stamp.Pages(1, seed);
        if (!isAligned)
        {
            // Behind a place that is even.
            byte[] odd = new byte[stamp.Length + 1];
            stamp.CopyTo(odd, 1);
            return odd.AsMemory(1);
        }

        Memory<byte> page = DirectFile.AllocatePage();
        stamp.CopyTo(page);
        return page;
    }

    // Documentation/block/stat.rst: the fifth number.
    private static long CompletedWrites(NullBlock disk) =>
        long.Parse(KernelFile.Read($"/sys/class/block/{disk.Name}/stat").Split(' ', StringSplitOptions.RemoveEmptyEntries)[4], CultureInfo.InvariantCulture);
}
