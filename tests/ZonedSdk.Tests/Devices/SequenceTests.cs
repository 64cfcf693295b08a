using System.Buffers;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Buffers;

namespace ZonedSdk.Tests.Devices;

/// <summary>Data in several pieces: one command, the same bytes, the same refusals as data in one.</summary>
public sealed class SequenceTests
{
    private const int Block = ScriptedBackend.Block;

    public static TheoryData<int[]> Cuts { get; } =
    [
        [Block, Block],
        [1, Block - 1],
        [0, 100, 0, 0, Block - 100, Block, 0],
        [Block - 1, 1, 1, (2 * Block) - 1],
        [3 * Block, 17, Block - 17],
    ];

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task Pieces_go_as_one_command_and_are_the_callers_again_at_once(int[] lengths)
    {
        byte[] data = Random(lengths.Sum());
        foreach ((ZoneType type, bool isAppend) in ((ZoneType, bool)[])[(ZoneType.SequentialWriteRequired, true), (ZoneType.SequentialWriteRequired, false), (ZoneType.Conventional, false)])
        {
            ScriptedBackend drive = new(type: type);
            await using ZonedDevice device = await ZonedDevice.OpenAsync(drive);
            await using TestEnd end = new(device, drive);
            byte[][] pieces = Cut(data, lengths);
            Task task = isAppend
                ? AppendAtStartAsync(device, Sequences.Of(Pieces(pieces)))
                : device.WriteAsync(0, Sequences.Of(Pieces(pieces))).AsTask();
            Array.ForEach(pieces, static piece => piece.AsSpan().Fill(0xff));
            ScriptedCommand command = Assert.Single(drive.Pending);
            Assert.Null(command.Request.NextCoalesced);
            Assert.Equal((0, data.Length), (command.Offset, command.LengthBytes));
            Assert.Equal(data, command.Request.Buffer.ToArray());
            command.Succeed();
            await task;
        }
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task What_was_written_in_pieces_is_read_in_one(int[] lengths)
    {
        byte[] data = Random(lengths.Sum());
        foreach (bool copies in (bool[])[false, true])
        {
            await using ZonedDevice device = await ZonedDevice.OpenAsync(new MemoryDrive(new MemoryDriveOptions { ConventionalZones = 1 }), new ZonedDeviceOptions { CopyWrites = copies });
            long start = device.Geometry.StartOf(1);
            Assert.Equal(start, await device.AppendAsync(1, Sequences.Of(Pieces(Cut(data, lengths)))));
            Assert.Equal(start + data.Length, await device.AppendAsync(1, new ReadOnlySequence<byte>(data)));
            await device.WriteAsync(start + (2 * data.Length), Sequences.Of(Pieces(Cut(data, lengths))));
            await device.WriteAsync(Block, Sequences.Of(Pieces(Cut(data, lengths))));
            byte[] read = new byte[data.Length];
            foreach (long offset in (long[])[start, start + data.Length, start + (2 * data.Length), Block])
            {
                await device.ReadAsync(offset, read);
                Assert.Equal(data, read);
            }
        }
    }

    [Fact]
    public async Task One_piece_is_not_copied()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        byte[] data = new byte[3 * Block];
        Memory<byte> piece = data.AsMemory(Block, Block);
        long written = 0;
        foreach (ReadOnlySequence<byte> sequence in (ReadOnlySequence<byte>[])[new(data, Block, Block), new(piece), Sequences.Of(default, piece), Sequences.Of(default, default, piece, default), Sequences.Of(piece, default)])
        {
            Task append = device.AppendAsync(0, sequence).AsTask();
            Assert.True(drive.Pending[0].Request.Buffer.Equals(piece));
            drive.Pending[0].Succeed();
            await append;
            written += Block;
            Task write = device.WriteAsync(written, sequence).AsTask();
            Assert.True(drive.Pending[0].Request.Buffer.Equals(piece));
            drive.Pending[0].Succeed();
            await write;
            written += Block;
        }
    }

    [Fact]
    public async Task Refusals_are_those_of_one_piece()
    {
        ScriptedBackend drive = new(zones: 4, blocksPerZone: 8, limits: new Limits { MaxTransferBytes = 4 * Block, MaxAppendBytes = 2 * Block });
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive);
        foreach (int length in (int[])[0, 1, Block - 1, Block + 512, 3 * Block, 5 * Block, 12 * Block])
        {
            byte[] data = new byte[length];
            ReadOnlySequence<byte> pieces = length == 0 ? Sequences.Of(default, default) : Sequences.Of(data.AsMemory(0, length / 2), data.AsMemory(length / 2));
            Same<ArgumentException>(() => device.AppendAsync(1, data).AsTask(), () => device.AppendAsync(1, pieces).AsTask());
            if (length != 3 * Block)
            {
                Same<ArgumentException>(() => device.WriteAsync(0, data).AsTask(), () => device.WriteAsync(0, pieces).AsTask());
            }
        }

        byte[] two = new byte[2 * Block];
        ReadOnlySequence<byte> halves = Sequences.Of(two.AsMemory(0, Block), two.AsMemory(Block));
        foreach (long offset in (long[])[-Block, 512, (8 * Block) - Block, 32 * Block, long.MaxValue - Block + 1])
        {
            Same<ArgumentException>(() => device.WriteAsync(offset, two).AsTask(), () => device.WriteAsync(offset, halves).AsTask());
        }

        Same<ArgumentOutOfRangeException>(() => device.AppendAsync(4, two).AsTask(), () => device.AppendAsync(4, halves).AsTask());
        Same<ArgumentException>(() => device.AppendAsync(0, ReadOnlyMemory<byte>.Empty).AsTask(), () => device.AppendAsync(0, ReadOnlySequence<byte>.Empty).AsTask());
        Same<ArgumentException>(() => device.WriteAsync(0, ReadOnlyMemory<byte>.Empty).AsTask(), () => device.WriteAsync(0, ReadOnlySequence<byte>.Empty).AsTask());
        Assert.Empty(drive.Pending);
    }

    [Fact]
    public async Task More_than_memory_holds_is_refused_by_its_length()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive);
        byte[] mebibyte = new byte[1 << 20];
        ReadOnlySequence<byte> pieces = Sequences.Of(Enumerable.Repeat((ReadOnlyMemory<byte>)mebibyte, 4097));
        foreach (Func<object> write in (Func<object>[])[() => device.AppendAsync(0, pieces), () => device.WriteAsync(0, pieces)])
        {
            ArgumentException refused = Assert.ThrowsAny<ArgumentException>(() => { _ = write(); });
            Assert.Contains("4296015872", refused.Message, StringComparison.Ordinal);
        }

        Assert.Empty(drive.Pending);
    }

    [Fact]
    public async Task Conventional_zone_takes_no_append_in_pieces_either()
    {
        ScriptedBackend drive = new(type: ZoneType.Conventional);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive);
        byte[] data = new byte[Block];
        Same<NotSupportedException>(() => device.AppendAsync(0, data).AsTask(), () => device.AppendAsync(0, Sequences.Of(data.AsMemory(1), data.AsMemory(0, 1))).AsTask());
    }

    [Theory]
    [InlineData(ZoneType.SequentialWriteRequired)]
    [InlineData(ZoneType.Conventional)]
    public async Task Cancelling_ends_the_wait_for_pieces_and_the_command_goes_on(ZoneType type)
    {
        ScriptedBackend drive = new(type: type);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive);
        await using TestEnd end = new(device, drive);
        using CancellationTokenSource source = new();
        byte[] data = Random(Block);
        ReadOnlySequence<byte> pieces = Sequences.Of(data.AsMemory(0, 10), data.AsMemory(10));
        Task write = device.WriteAsync(0, pieces, source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        Assert.Equal(data, Assert.Single(drive.Pending).Request.Buffer.ToArray());
        drive.Pending[0].Succeed();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => device.WriteAsync(Block, pieces, source.Token).AsTask());
        if (type != ZoneType.Conventional)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => device.AppendAsync(0, pieces, source.Token).AsTask());
        }

        Assert.Empty(drive.Pending);
    }

    [Fact]
    public async Task Closed_device_takes_no_pieces()
    {
        ZonedDevice device = await ZonedDevice.OpenAsync(new ScriptedBackend());
        await device.DisposeAsync();
        byte[] data = new byte[Block];
        ReadOnlySequence<byte> pieces = Sequences.Of(data.AsMemory(0, 10), data.AsMemory(10));
        Assert.Equal(ZoneError.Disposed, (await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.AppendAsync(0, pieces).AsTask())).Error);
        Assert.Equal(ZoneError.Disposed, (await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.WriteAsync(0, pieces).AsTask())).Error);
    }

    [Fact]
    public async Task Piece_that_was_given_back_is_refused_before_anything_is_begun()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive);
        using IMemoryOwner<byte> kept = device.Buffers.Rent(Block);
        IMemoryOwner<byte> gone = device.Buffers.Rent(Block);
        ReadOnlySequence<byte> pieces = Sequences.Of(kept.Memory, gone.Memory);
        gone.Dispose();
        Assert.Throws<ObjectDisposedException>(() => { _ = device.AppendAsync(0, pieces); });
        Assert.Throws<ObjectDisposedException>(() => { _ = device.WriteAsync(0, pieces); });
        Assert.Empty(drive.Pending);
        Assert.Equal(0, device.GetStatus(0).Submitted);
        Assert.Equal(device.Options.BufferArenaBytes - Block, ((DeviceBufferPool)device.Buffers).FreeArenaBytes);
    }

    private static async Task AppendAtStartAsync(ZonedDevice device, ReadOnlySequence<byte> data) => Assert.Equal(0, await device.AppendAsync(0, data));

    // At the call: nothing is begun that would have to be waited for.
    private static void Same<T>(Func<Task> one, Func<Task> pieces)
        where T : Exception
    {
        T expected = Assert.ThrowsAny<T>(() => { _ = one(); });
        T found = Assert.ThrowsAny<T>(() => { _ = pieces(); });
        Assert.Equal((expected.GetType(), expected.Message), (found.GetType(), found.Message));
    }

    private static byte[] Random(int length)
    {
        byte[] data = new byte[length];
        new Random(length).NextBytes(data);
        return data;
    }

    private static byte[][] Cut(byte[] data, int[] lengths)
    {
        int at = 0;
        return [.. lengths.Select(length => data[at..(at += length)])];
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(byte[][] pieces) => pieces.Select(static piece => (ReadOnlyMemory<byte>)piece);
}
