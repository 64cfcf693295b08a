using ZonedSdk.Backends;
using ZonedSdk.Backends.LinuxBlock;
using ZonedSdk.CompilerServices;
using ZonedSdk.Descriptors;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;

namespace ZonedSdk.Tests.Backends;

/// <summary>What a block device's transfers are as entries of a ring, and what their ends mean. The rest needs a device: ZonedSdk.KernelTests.</summary>
public sealed class BlockTransfersTests : IDisposable
{
    private const int Block = 4096;
    private const int ZoneBytes = 1 << 20;
    private readonly string _path = Path.GetTempFileName();
    private readonly FileDescriptor _device;
    private readonly FileDescriptor _ringDevice;

    public BlockTransfersTests()
    {
        Assert.Equal(0, Libc.Open(_path, Libc.ReadWrite, out FileDescriptor? device));
        Assert.Equal(0, Libc.Open(_path, Libc.ReadWrite, out FileDescriptor? ringDevice));
        (_device, _ringDevice) = (device!, ringDevice!);
    }

    public void Dispose()
    {
        _device.Dispose();
        _ringDevice.Dispose();
        File.Delete(_path);
    }

    [Theory]
    [InlineData(ZoneCommand.Read, 0, 22, 8192)]
    [InlineData(ZoneCommand.Write, 0, 23, 8192)]
    [InlineData(ZoneCommand.Write, 2, 2, 2)]
    public void An_entry_names_the_other_descriptor_the_place_and_the_memory(ZoneCommand command, int stretches, byte opcode, uint length)
    {
        using BlockTransfers transfers = New(blockBytes: 512);
        SubmissionEntry entry = default;
        transfers.Encode(new CommandCall(command, 3, 5 * Block, 2 * Block), new RingMemory(0x12345000, stretches), ref entry, default);
        Assert.Equal(
            ((RingOpcode)opcode, _ringDevice.Number, (3UL * ZoneBytes) + (5 * Block), 0x12345000UL, length),
            (entry.Opcode, entry.Descriptor, entry.Offset, entry.Address, entry.LengthBytes));
    }

    [Theory]
    [InlineData(512, 512, 4096)]
    [InlineData(4096, 4096, 4096)]
    [InlineData(8192, 8192, 8192)]
    public void Memory_lies_at_logical_blocks_and_stretches_of_it_at_pages_too(int blockBytes, int alignmentBytes, int stretchAlignmentBytes)
    {
        using BlockTransfers transfers = New(blockBytes);
        Assert.Equal((alignmentBytes, stretchAlignmentBytes), (transfers.AlignmentBytes, transfers.StretchAlignmentBytes));
    }

    [Theory]
    [InlineData(4096, 4096)]
    [InlineData(0, -Errno.Io)]
    [InlineData(-Errno.Io, -Errno.Io)]
    [InlineData(-Errno.NoSpace, -Errno.NoSpace)]

    // Of an offline zone, for the device is there.
    [InlineData(-Errno.NoDevice, -Errno.Io)]
    public void An_end_means_what_that_of_a_call_means(int result, long decoded)
    {
        // The file reports no zones, and says so by ENOTTY: it is not gone.
        using BlockTransfers transfers = New(Block);
        Assert.Equal(decoded, transfers.Decode(new CommandCall(ZoneCommand.Write, 0, 0, Block), AnsweredWith(result)));
    }

    [Theory]
    [InlineData(-Errno.Again, true)]
    [InlineData(-Errno.Interrupted, true)]
    [InlineData(-Errno.Cancelled, true)]
    [InlineData(-Errno.Io, false)]
    [InlineData(-Errno.NoMemory, false)]
    [InlineData(0, false)]
    [InlineData(512, false)]
    public void Only_what_says_that_nothing_was_done_is_repeated(int result, bool isRepeated)
    {
        using BlockTransfers transfers = New(Block);
        Assert.Equal(isRepeated, transfers.IsToBeRepeated(AnsweredWith(result)));
    }

    [Fact]
    public void Options_that_cannot_be_are_refused_before_anything_is_opened()
    {
        foreach (LinuxBlockOptions options in (LinuxBlockOptions[])[new() { QueueDepth = 0 }, new() { QueueDepth = 4097 }, new() { Threads = 0 }, new() { Threads = 257 }, new() { Engine = (TransferEngine)3 }])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => LinuxBlockDrive.Open("/dev/nothing-here", options));
        }
    }

    private static RingCompletion AnsweredWith(int result) => new(result, 0, WasSubmitted: true);

    private BlockTransfers New(int blockBytes) => new(
        "sdx",
        _device,
        _ringDevice,
        new BlockDeviceQueue { KernelName = "sdx", Identity = "x", Model = "host-managed", LogicalBlockSizeBytes = blockBytes, WriteGranularityBytes = blockBytes, MaxTransferBytes = 1 << 20 },
        new Geometry(blockBytes, ZoneBytes, 4 * ZoneBytes));
}
