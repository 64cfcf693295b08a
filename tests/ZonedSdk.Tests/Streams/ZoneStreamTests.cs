using System.IO.Compression;
using System.IO.Pipelines;
using ZoneArchive;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Tests.Samples;

namespace ZonedSdk.Tests.Streams;

/// <summary>Streams and pipes over zones.</summary>
public sealed class ZoneStreamTests
{
    private const int Block = 4096;
    private const int ZoneBytes = 16 * Block;

    private static readonly ZoneStreamOptions s_small = new() { BufferBytes = 2 * Block, MaxWritesInFlight = 3 };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(Block, 7)]
    [InlineData((5 * Block) + 123, 1000)]
    [InlineData(ZoneBytes, 3 * Block)]
    [InlineData(ZoneBytes - 1, ZoneBytes)]
    public async Task What_is_written_in_pieces_is_read_back_with_its_true_length(int lengthBytes, int pieceBytes)
    {
        byte[] data = Data(lengthBytes);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Drive());
        ZoneWriteStream stream = device.OpenWriteStream(1, s_small);
        for (int at = 0; at < lengthBytes; at += pieceBytes)
        {
            await stream.WriteAsync(data.AsMemory(at, Math.Min(pieceBytes, lengthBytes - at)));
        }

        await stream.DisposeAsync();
        Assert.Equal((lengthBytes, lengthBytes), (stream.TakenBytes, stream.AcknowledgedBytes));
        await using Stream back = device.OpenReadStream(1, lengthBytes: stream.TakenBytes);
        using var copy = new MemoryStream();
        await back.CopyToAsync(copy);
        Assert.Equal(data, copy.ToArray());
        await using Stream padded = device.OpenReadStream(1);
        Assert.Equal((lengthBytes + Block - 1) / Block * Block, padded.Length);
        padded.Position = lengthBytes;
        Assert.All(await ReadAllAsync(padded), value => Assert.Equal(0, value));
    }

    [Fact]
    public async Task A_second_stream_goes_on_at_the_write_pointer()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Drive());
        await using (ZoneWriteStream first = device.OpenWriteStream(0))
        {
            await first.WriteAsync(Data(100));
        }

        await using ZoneWriteStream second = device.OpenWriteStream(0);
        Assert.Equal((Block, ZoneBytes - Block), (second.StartOffset, second.RemainingBytes));
    }

    [Fact]
    public async Task Code_that_knows_only_synchronous_streams_can_fill_a_zone()
    {
        byte[] data = Data(7 * Block);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(new MemoryDrive(new MemoryDriveOptions { Scheduling = MemoryDriveScheduling.ThreadPool }));
        long lengthBytes;
        await Task.Run(() =>
        {
            using ZoneWriteStream stream = device.OpenWriteStream(0, s_small with { Flush = Durability.Flushed });
            using (var zip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
            {
                zip.Write(data);
            }

            stream.Flush();
            lengthBytes = stream.TakenBytes;
            Assert.Equal(lengthBytes / Block * Block, device.GetStatus(0).Durable);
        });
        using var unzip = new GZipStream(device.OpenReadStream(0), CompressionMode.Decompress);
        using var copy = new MemoryStream();
        unzip.CopyTo(copy);
        Assert.Equal(data, copy.ToArray());
    }

    [Fact]
    public async Task As_many_writes_are_in_flight_as_the_options_say_and_the_next_waits()
    {
        MemoryDrive drive = new(new MemoryDriveOptions { Scheduling = MemoryDriveScheduling.Stepped });
        await using ZonedDevice device = await StepUntilAsync(drive, ZonedDevice.OpenAsync(drive).AsTask());
        ZoneWriteStream stream = device.OpenWriteStream(0, s_small);
        Task writing = stream.WriteAsync(Data(9 * Block)).AsTask();
        Assert.Equal((3, 6 * Block), (drive.StepCount, (int)stream.TakenBytes));
        Assert.False(writing.IsCompleted);
        await StepUntilAsync(drive, Finish(writing));
        await StepUntilAsync(drive, Finish(stream.DisposeAsync().AsTask()));
        Assert.Equal(9 * Block, device.GetStatus(0).Acknowledged);
        Task closing = device.DisposeAsync().AsTask();
        await StepUntilAsync(drive, Finish(closing));
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(Durability.Acknowledged, 0)]
    [InlineData(Durability.Flushed, 2 * Block)]
    public async Task A_flush_hands_over_whole_blocks_and_keeps_the_rest(Durability? flush, long durable)
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Drive());
        await using ZoneWriteStream stream = device.OpenWriteStream(0, new ZoneStreamOptions { Flush = flush });
        await stream.WriteAsync(Data((2 * Block) + 10));
        await stream.FlushAsync();
        await stream.FlushAsync();
        Assert.Equal((2 * Block, durable), (device.GetStatus(0).Submitted, device.GetStatus(0).Durable));
        Assert.Equal((2 * Block, (2 * Block) + 10), (stream.AcknowledgedBytes, stream.TakenBytes));
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_whole_with_the_figures()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Drive());
        await using ZoneWriteStream stream = device.OpenWriteStream(0, s_small);
        await stream.WriteAsync(Data(ZoneBytes - 10));
        ZoneFullException full = await Assert.ThrowsAsync<ZoneFullException>(() => stream.WriteAsync(Data(11)).AsTask());
        Assert.Equal((10, ZoneBytes - 10), (full.RemainingBytes, stream.TakenBytes));
        await stream.WriteAsync(Data(10));
        Assert.Equal(0, stream.RemainingBytes);
    }

    [Fact]
    public async Task A_failed_write_is_told_by_the_next_call_and_once()
    {
        FaultPlan faults = new(seed: 1, new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, Nth = 2 });
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Drive(faults));
        ZoneWriteStream stream = device.OpenWriteStream(0, s_small);
        await stream.WriteAsync(Data(2 * Block));
        await stream.WriteAsync(Data(2 * Block));
        ZonedIOException failure = await Assert.ThrowsAsync<ZonedIOException>(async () =>
        {
            // The failure is there when the zone has recovered.
            while (true)
            {
                await stream.FlushAsync();
                await Task.Yield();
            }
        });
        Assert.Equal((ZoneError.Io, 2 * Block, 4 * Block), (failure.Error, stream.AcknowledgedBytes, stream.TakenBytes));
        await Assert.ThrowsAsync<ZonedIOException>(() => stream.WriteAsync(Data(1)).AsTask());
        await stream.DisposeAsync();
    }

    [Fact]
    public async Task A_failed_write_that_nobody_was_told_of_is_told_by_the_end()
    {
        FaultPlan faults = new(seed: 1, new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail });
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Drive(faults));
        ZoneWriteStream stream = device.OpenWriteStream(0, s_small);
        await stream.WriteAsync(Data(10));
        ZonedIOException failure = await Assert.ThrowsAsync<ZonedIOException>(() => stream.DisposeAsync().AsTask());
        Assert.Contains("0 of 10 bytes", failure.Message, StringComparison.Ordinal);
        await stream.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => stream.WriteAsync(Data(1)).AsTask());
    }

    [Fact]
    public async Task A_pipe_fills_a_zone()
    {
        byte[] data = Data((3 * Block) + 77);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Drive());
        PipeWriter writer = device.OpenPipeWriter(2, s_small);
        for (int at = 0; at < data.Length; at += 100)
        {
            int count = Math.Min(100, data.Length - at);
            data.AsSpan(at, count).CopyTo(writer.GetSpan(count));
            writer.Advance(count);
            await writer.FlushAsync();
        }

        await writer.CompleteAsync();
        Assert.Equal(4 * Block, device.GetZone(2).WritePointer - device.GetZone(2).Start);
        PipeReader reader = PipeReader.Create(device.OpenReadStream(2, lengthBytes: data.Length));
        using var copy = new MemoryStream();
        await reader.CopyToAsync(copy);
        Assert.Equal(data, copy.ToArray());
    }

    [Fact]
    public async Task A_write_that_is_cancelled_while_it_waits_for_a_buffer_keeps_what_it_took()
    {
        byte[] data = Data(9 * Block);
        MemoryDrive drive = new(new MemoryDriveOptions { Scheduling = MemoryDriveScheduling.Stepped });
        await using ZonedDevice device = await StepUntilAsync(drive, ZonedDevice.OpenAsync(drive).AsTask());
        ZoneWriteStream stream = device.OpenWriteStream(0, s_small);
        using var cancel = new CancellationTokenSource();
        Task writing = stream.WriteAsync(data, cancel.Token).AsTask();
        Assert.False(writing.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        Assert.Equal(6 * Block, stream.TakenBytes);

        // What is in flight goes on, and so does the stream.
        Task rest = stream.WriteAsync(data.AsMemory(6 * Block)).AsTask();
        await StepUntilAsync(drive, Finish(rest));
        await StepUntilAsync(drive, Finish(stream.DisposeAsync().AsTask()));
        Assert.Equal(9 * Block, stream.AcknowledgedBytes);
        Assert.Equal(data, await StepUntilAsync(drive, ReadAllAsync(device.OpenReadStream(0))));
        Task closing = device.DisposeAsync().AsTask();
        await StepUntilAsync(drive, Finish(closing));
    }

    [Fact]
    public async Task A_flush_that_is_cancelled_leaves_the_stream_as_it_was()
    {
        MemoryDrive drive = new(new MemoryDriveOptions { Scheduling = MemoryDriveScheduling.Stepped });
        await using ZonedDevice device = await StepUntilAsync(drive, ZonedDevice.OpenAsync(drive).AsTask());
        ZoneWriteStream stream = device.OpenWriteStream(0, s_small with { Flush = Durability.Acknowledged });
        await stream.WriteAsync(Data(3 * Block));
        using var cancel = new CancellationTokenSource();
        Task flushing = stream.FlushAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flushing);
        Task again = stream.FlushAsync();
        await StepUntilAsync(drive, Finish(again));
        Assert.Equal(3 * Block, stream.AcknowledgedBytes);
        await StepUntilAsync(drive, Finish(stream.DisposeAsync().AsTask()));
        Task closing = device.DisposeAsync().AsTask();
        await StepUntilAsync(drive, Finish(closing));
    }

    [Fact]
    public async Task A_reader_that_is_disposed_while_it_reads_says_so_and_gives_its_buffer_back_afterwards()
    {
        MemoryDrive drive = new(new MemoryDriveOptions { Scheduling = MemoryDriveScheduling.Stepped });
        await using ZonedDevice device = await StepUntilAsync(drive, ZonedDevice.OpenAsync(drive).AsTask());
        await StepUntilAsync(drive, Finish(device.WriteAsync(0, Data(Block)).AsTask()));
        Stream reader = device.OpenReadStream(0);
        Task<int> reading = reader.ReadAsync(new byte[Block]).AsTask();
        Assert.False(reading.IsCompleted);
        await reader.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => StepUntilAsync(drive, reading));
        Task closing = device.DisposeAsync().AsTask();
        await StepUntilAsync(drive, Finish(closing));
    }

    [Fact]
    public async Task A_stream_has_its_zone_of_a_volume_to_itself_until_it_ends()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(new MemoryDrive(MemoryArchive.Shape()));
        ArchiveVolume volume = await ArchiveVolume.OpenAsync(device);
        ArchiveVolume.DataZone zone = volume.Data[0];
        await using (ZoneWriteStream stream = await zone.OpenWriteStreamAsync())
        {
            await stream.WriteAsync(Data(Block + 100));
            await Assert.ThrowsAsync<InvalidOperationException>(() => zone.OpenWriteStreamAsync().AsTask());
        }

        await using (ZoneWriteStream second = await zone.OpenWriteStreamAsync())
        {
            Assert.Equal(zone.Info.Start + (2 * Block), second.StartOffset);
        }

        await using Stream back = zone.OpenReadStream(lengthBytes: Block + 100);
        Assert.Equal(Data(Block + 100), await ReadAllAsync(back));

        // A call that fails holds nothing.
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => zone.OpenWriteStreamAsync(new ZoneStreamOptions { MaxWritesInFlight = 0 }).AsTask());
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => zone.OpenWriteStreamAsync(cancellationToken: cancelled.Token).AsTask());
        await (await zone.OpenWriteStreamAsync()).DisposeAsync();
    }

    [Fact]
    public async Task A_reader_finds_any_place()
    {
        byte[] data = Data(ZoneBytes);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Drive());
        await device.AppendAsync(1, data);
        await using Stream stream = device.OpenReadStream(1, offsetInZone: Block, lengthBytes: ZoneBytes - Block - 5);
        var random = new Random(4);
        byte[] piece = new byte[3000];
        for (int i = 0; i < 200; i++)
        {
            stream.Position = random.Next((int)stream.Length);
            int at = (int)stream.Position;
            int count = i % 2 == 0 ? await stream.ReadAsync(piece) : stream.Read(piece);
            Assert.Equal(data.AsSpan(Block + at, count), piece.AsSpan(0, count));
        }

        stream.Seek(0, SeekOrigin.End);
        Assert.Equal(0, await stream.ReadAsync(piece));
        Assert.Throws<ArgumentException>(() => device.OpenReadStream(1, lengthBytes: ZoneBytes + 1L));
        Assert.Throws<ArgumentException>(() => device.OpenReadStream(0, offsetInZone: Block));
    }

    private static MemoryDrive Drive(FaultPlan? faults = null) =>
        new(new MemoryDriveOptions { ZoneSizeBytes = ZoneBytes, SizeBytes = 4 * ZoneBytes, Faults = faults });

    private static byte[] Data(int lengthBytes)
    {
        byte[] data = new byte[lengthBytes];
        new Random(lengthBytes).NextBytes(data);
        return data;
    }

    private static async Task<byte[]> ReadAllAsync(Stream stream)
    {
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }

    private static async Task<bool> Finish(Task task)
    {
        await task;
        return true;
    }

    private static async Task<T> StepUntilAsync<T>(MemoryDrive drive, Task<T> task)
    {
        while (!task.IsCompleted)
        {
            if (drive.StepCount > 0)
            {
                drive.Step(0);
            }
            else
            {
                await Task.Yield();
            }
        }

        return await task;
    }
}
