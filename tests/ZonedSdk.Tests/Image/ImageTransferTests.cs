using ZonedSdk.Backends;
using ZonedSdk.Backends.Image.Files;
using ZonedSdk.TestSupport.Image;
using ZonedSdk.Tests.Rings;

namespace ZonedSdk.Tests.Image;

/// <summary>What a drive makes of transfers that the kernel carries out by itself, in any order and not always whole.</summary>
public sealed class ImageTransferTests
{
    private const int Block = RingImage.Block;

    [Fact]
    public async Task Writes_land_in_any_order_and_are_acknowledged_in_theirs()
    {
        await using RingImage image = new();
        MakeRoom(image);
        ZoneRequest[] writes = [.. Enumerable.Range(1, 4).Select(i => image.Write(i * Block, RingImage.Pattern(Block, i)))];
        Assert.Equal(4, image.StepCount);

        // Each moves, the last one first, and then the ends of all but the first are told.
        for (int left = 4; left > 0; left--)
        {
            image.Step(left - 1);
        }

        for (int told = 0; told < 3; told++)
        {
            image.Step(0);
            Assert.DoesNotContain(writes, image.HasEnded);
        }

        image.Step(0);
        Assert.All(writes, write => Assert.Equal(BackendResult.Success(Block), image.ResultOf(write)));
        Assert.Equal([.. Enumerable.Range(1, 4).SelectMany(i => RingImage.Pattern(Block, i))], image.Content(Block, 4 * Block));
    }

    [Fact]
    public async Task Read_ends_where_the_data_end_and_is_filled_up_with_zeroes()
    {
        await using RingImage image = new();
        image.Write(0, RingImage.Pattern(2 * Block, 1));
        image.Run();
        Assert.Equal([.. RingImage.Pattern(2 * Block, 1)[Block..], .. new byte[3 * Block]], image.Content(Block, 4 * Block));
        image.Calls.Clear();
        Assert.Equal(new byte[Block], image.Content(2 * Block, Block));
        Assert.Empty(image.Calls);
    }

    [Fact]
    public async Task Short_transfer_goes_on_where_it_stopped()
    {
        await using RingImage image = new(length => Math.Min(length, 3 * 512));
        byte[] data = RingImage.Pattern(4 * Block, 3);
        ZoneRequest write = image.Write(0, data);
        image.Run();
        Assert.Equal(BackendResult.Success(data.Length), image.ResultOf(write));
        image.Calls.Clear();
        Assert.Equal(data, image.Content(0, data.Length));
        Assert.Equal(11, image.Calls.Count(name => name == nameof(MemoryImageFile.ReadData)));
    }

    [Theory]
    [InlineData(-11)]
    [InlineData(-4)]
    [InlineData(-125)]
    public async Task What_the_kernel_would_not_do_by_itself_a_thread_does(int answer)
    {
        Queue<int> answers = [];
        await using RingImage image = new(length => answers.TryDequeue(out int next) ? next : length);
        MakeRoom(image);
        answers.Enqueue(3 * Block);
        answers.Enqueue(answer);
        image.Calls.Clear();

        // A part lands by the ring, and the rest of it with all the others by one call.
        byte[] data = RingImage.Pattern(4 * Block, 5);
        ZoneRequest write = image.Write(Block, data);
        image.Run();
        Assert.Equal(BackendResult.Success(data.Length), image.ResultOf(write));
        Assert.Equal([nameof(MemoryImageFile.WriteData), nameof(MemoryImageFile.WriteData)], image.Calls);
        Assert.Equal(data, image.Content(Block, data.Length));
    }

    [Fact]
    public async Task Failed_write_says_how_many_whole_blocks_landed_and_takes_those_behind_it_along()
    {
        const int Whole = 3 * Block;
        const int Landed = Block + 512;
        await using RingImage image = new(static length => length switch { Whole => Landed, Whole - Landed => -28, _ => length });
        ZoneRequest first = image.Write(0, RingImage.Pattern(3 * Block, 1));
        ZoneRequest second = image.Write(3 * Block, RingImage.Pattern(Block, 2));
        image.Run();
        Assert.Equal(BackendResult.Failure(ZoneError.NoSpace, 28, Block), image.ResultOf(first));
        Assert.Equal(ZoneError.Follower, image.ResultOf(second).Error);
        Assert.Equal(Block, image.Drive.Describe(0).WritePointer);
        Assert.Equal([.. RingImage.Pattern(3 * Block, 1)[..Block], .. new byte[3 * Block]], image.Content(0, 4 * Block));
        Assert.Equal(BackendResult.Success(Block), Write(image, Block, RingImage.Pattern(Block, 3)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Block + 512)]
    public async Task Count_that_cannot_be_is_an_error(int count)
    {
        bool isOff = true;
        await using RingImage image = new(length => isOff ? length : count);
        Write(image, 0, RingImage.Pattern(Block, 1));
        isOff = false;
        ZoneRequest read = image.Read(0, new byte[Block]);
        image.Run();
        Assert.Equal(BackendResult.Failure(ZoneError.Io, 5), image.ResultOf(read));
        Assert.Equal(ZoneError.Io, Write(image, Block, RingImage.Pattern(Block, 1)).Error);
    }

    [Theory]
    [InlineData(Block)]
    [InlineData(80 * Block)]
    public async Task Memory_that_lies_badly_goes_through_memory_that_lies_well(int lengthBytes)
    {
        await using RingImage image = new(alignmentBytes: Block);
        byte[] memory = RingImage.Pattern(lengthBytes + 3, 8);
        Assert.Equal(BackendResult.Success(lengthBytes), Write(image, 0, memory.AsMemory(3)));
        Assert.Equal(memory[3..], image.Content(0, lengthBytes));
    }

    [Fact]
    public async Task Chain_goes_request_by_request()
    {
        await using RingImage image = new();
        ZoneRequest chain = Part(0, RingImage.Pattern(Block, 1));
        chain.NextCoalesced = Part(Block, RingImage.Pattern(2 * Block, 2));
        chain.NextCoalesced.NextCoalesced = Part(3 * Block, RingImage.Pattern(Block, 3));
        chain.CommandLengthBytes = 4 * Block;
        image.Submit(chain);
        image.Run();
        Assert.Equal(BackendResult.Success(4 * Block), image.ResultOf(chain));
        Assert.Equal([.. RingImage.Pattern(Block, 1), .. RingImage.Pattern(2 * Block, 2), .. RingImage.Pattern(Block, 3)], image.Content(0, 4 * Block));

        static ZoneRequest Part(long offset, byte[] data) => new() { Kind = ZoneRequestKind.Write, ZoneIndex = 0, Offset = offset, Buffer = data };
    }

    [Fact]
    public async Task Memory_that_is_not_to_be_pinned_is_written_by_a_thread()
    {
        await using RingImage image = new();
        UnpinnableMemory memory = new(Block);
        memory.GetSpan().Fill(7);
        Assert.Equal(BackendResult.Success(Block), Write(image, 0, memory.Memory));
        Assert.Equal(memory.GetSpan().ToArray(), image.Content(0, Block));
    }

    [Fact]
    public async Task Write_behind_the_room_that_is_made_waits_for_more_and_others_do_not()
    {
        await using RingImage image = new(options: TestImages.Options(zones: 1, zoneSizeBytes: 32 << 20) with { MaxTransferBytes = 32 << 20 });
        ZoneRequest first = image.Write(0, new byte[Block]);
        Assert.DoesNotContain(nameof(MemoryImageFile.Allocate), image.Calls);
        image.Run();
        Assert.Equal([nameof(MemoryImageFile.Allocate), nameof(MemoryImageFile.WriteData)], image.Calls);
        Assert.True(image.HasEnded(first));
        image.Calls.Clear();
        Write(image, Block, new byte[Block]);
        Assert.Equal([nameof(MemoryImageFile.WriteData)], image.Calls);
        image.FailingCall = nameof(MemoryImageFile.Allocate);
        image.Errno = 28;
        Assert.Equal(BackendResult.Failure(ZoneError.NoSpace, 28), Write(image, 2 * Block, new byte[20 << 20]));
        Assert.Equal(2 * Block, image.Drive.Describe(0).WritePointer);
    }

    [Fact]
    public async Task Reset_waits_for_a_read_that_is_at_the_kernel()
    {
        await using RingImage image = new();
        byte[] data = RingImage.Pattern(Block, 4);
        Write(image, 0, data);
        byte[] target = new byte[Block];
        ZoneRequest read = image.Read(0, target);
        ValueTask<BackendResult> reset = image.Drive.ManageAsync(ZoneAction.Reset, 0, CancellationToken.None);
        Assert.Equal(2, image.StepCount);

        // The command arrives first, and finds the zone in use.
        image.Step(1);
        Assert.False(reset.IsCompleted);
        Assert.DoesNotContain(nameof(MemoryImageFile.Punch), image.Calls);
        Assert.Equal(BackendResult.Success(), await image.RunAsync(reset));
        Assert.Equal(data, target);
        Assert.Equal(BackendResult.Success(Block), image.ResultOf(read));
        Assert.Equal(new byte[Block], image.Content(0, Block));
    }

    [Fact]
    public async Task Image_that_has_failed_takes_no_more_writes_and_goes_on_reading()
    {
        await using RingImage image = new();
        byte[] data = RingImage.Pattern(Block, 4);
        Write(image, 0, data);
        image.FailingCall = nameof(IImageFile.Synchronize);
        Assert.Equal(BackendResult.Failure(ZoneError.FlushFailed, 5), await image.RunAsync(image.Drive.FlushAsync(IZoneBackend.AllZones, CancellationToken.None)));
        image.Calls.Clear();
        Assert.Equal(ZoneError.FlushFailed, Write(image, Block, data).Error);
        Assert.Empty(image.Calls);
        Assert.Equal(data, image.Content(0, Block));
    }

    [Fact]
    public async Task Power_that_goes_makes_a_failure_of_what_is_at_the_kernel()
    {
        await using RingImage image = new();
        MakeRoom(image);
        ZoneRequest write = image.Write(Block, RingImage.Pattern(Block, 1));
        image.Step(0);
        image.Drive.Freeze();
        image.Run();
        Assert.Equal(ZoneError.DeviceGone, image.ResultOf(write).Error);
    }

    [Fact]
    public async Task Drive_that_is_closed_ends_its_ring_before_its_file()
    {
        RingImage image = new();
        MakeRoom(image);
        ZoneRequest write = image.Write(Block, RingImage.Pattern(Block, 1));
        SteppedRing ring = Assert.IsType<SteppedRing>(image.File.Data.Rings!.Rings[0]);
        await image.DisposeAsync();
        Assert.True(ring.IsDisposed && ring.HadFileAtItsEnd && image.File.IsDisposed);
        Assert.False(image.HasEnded(write));
    }

    [Fact]
    public async Task Zones_take_turns_with_two_rings_and_whoever_kicks_begins_what_goes_by_either()
    {
        await using RingImage image = new(ringCount: 2);
        SteppedRing[] rings = [.. image.File.Data.Rings!.Rings.Cast<SteppedRing>()];
        ZoneRequest[] first = [.. Enumerable.Range(0, 4).Select(zone => Of(zone, 0))];
        foreach (ZoneRequest write in first)
        {
            image.Submit(write);
        }

        // Room is made by the drive's threads, and then each goes by its ring.
        image.Run();
        Assert.All(first, write => Assert.Equal(BackendResult.Success(Block), image.ResultOf(write)));
        Assert.Equal((2, 2), (rings[0].PushedCount, rings[1].PushedCount));

        // Three are submitted, and the kick of the fourth begins all.
        ZoneRequest[] second = [.. Enumerable.Range(0, 4).Select(zone => Of(zone, Block))];
        foreach (ZoneRequest write in second[..3])
        {
            write.Arm(image);
            image.Drive.Submit(write);
        }

        Assert.Equal((2, 2), (rings[0].PushedCount, rings[1].PushedCount));
        image.Submit(second[3]);
        Assert.Equal((4, 4), (rings[0].PushedCount, rings[1].PushedCount));
        image.Run();
        Assert.All(second, write => Assert.Equal(BackendResult.Success(Block), image.ResultOf(write)));

        static ZoneRequest Of(int zone, long offsetInZone) => new()
        {
            Kind = ZoneRequestKind.Write,
            ZoneIndex = zone,
            Offset = (zone * (long)RingImage.ZoneBytes) + offsetInZone,
            Buffer = RingImage.Pattern(Block, zone),
            CommandLengthBytes = Block,
        };
    }

    [Fact]
    public async Task Drive_that_is_closed_ends_each_of_its_rings_before_its_file()
    {
        RingImage image = new(ringCount: 3);
        SteppedRing[] rings = [.. image.File.Data.Rings!.Rings.Cast<SteppedRing>()];
        await image.DisposeAsync();
        Assert.All(rings, ring => Assert.True(ring.IsDisposed && ring.HadFileAtItsEnd));
        Assert.True(image.File.IsDisposed);
    }

    private static void MakeRoom(RingImage image) => Assert.Equal(BackendResult.Success(Block), Write(image, 0, RingImage.Pattern(Block, 0)));

    private static BackendResult Write(RingImage image, long offset, Memory<byte> data)
    {
        ZoneRequest write = image.Write(offset, data);
        image.Run();
        return image.ResultOf(write);
    }
}
