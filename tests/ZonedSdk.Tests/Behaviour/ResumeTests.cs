using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Tests.Behaviour.Kit;

namespace ZonedSdk.Tests.Behaviour;

/// <summary>A short write is an error for its rest, and the rest is written when the caller says so.</summary>
public sealed class ResumeTests
{
    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task A_short_append_is_resumed_with_its_rest(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive);
        await bench.AppendAsync(1);
        byte[] data = Bench.Pattern(6 * bench.Block, 3);
        bench.Drive.Faults.Add(Short(landedBlocks: 2));
        ZonedIOException failure = await ShortAsync(bench.Device.AppendAsync(1, data).AsTask());
        Assert.Equal(2L * bench.Block, failure.LandedBytes);
        Assert.Equal(9L * bench.Block, await bench.Device.ResumeAsync(failure, data));
        Assert.Equal(data, await bench.ReadAsync(1, 1, 6));
        Assert.Equal(7L * bench.Block, bench.SizeOf(1));
        await bench.Device.FlushAsync(1);
        Assert.Equal(15L * bench.Block, bench.Device.GetStatus(1).Durable);
        bench.AssertAgreed();
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task A_write_that_stays_short_is_resumed_as_long_as_it_gets_on(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive);
        byte[] data = Bench.Pattern(6 * bench.Block, 4);
        bench.Drive.Faults.Add(Short(landedBlocks: 1) with { RepeatEvery = 1 });
        ZonedIOException failure = await ShortAsync(bench.Device.WriteAsync(8L * bench.Block, data).AsTask());
        Assert.Equal(8L * bench.Block, await bench.Device.ResumeAsync(failure, data));
        Assert.Equal(data, await bench.ReadAsync(1, 0, 6));
        bench.AssertAgreed();
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task A_rest_that_gets_nowhere_fails_and_can_be_resumed_in_its_turn(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive);
        byte[] data = Bench.Pattern(6 * bench.Block, 5);
        bench.Drive.Faults.Add(Short(landedBlocks: 2));
        bench.Drive.Faults.Add(Short(landedBlocks: 0) with { Nth = 2 });
        ZonedIOException failure = await ShortAsync(bench.Device.AppendAsync(1, data).AsTask());
        ZonedIOException again = await ShortAsync(bench.Device.ResumeAsync(failure, data).AsTask());
        Assert.Equal((10L * bench.Block, 4L * bench.Block, 0L), (again.Offset, again.LengthBytes, again.LandedBytes));
        await bench.Device.ResumeAsync(again, data.AsMemory(^(int)again.LengthBytes..));
        Assert.Equal(data, await bench.ReadAsync(1, 0, 6));
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task A_rest_is_refused_when_others_have_written_behind_the_first_part(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive);
        byte[] data = Bench.Pattern(4 * bench.Block, 6);
        bench.Drive.Faults.Add(Short(landedBlocks: 2));
        ZonedIOException failure = await ShortAsync(bench.Device.AppendAsync(1, data).AsTask());
        await bench.AppendAsync(1, blocks: 1, seed: 7);
        ZonedIOException refused = await Assert.ThrowsAsync<ZonedIOException>(() => bench.Device.ResumeAsync(failure, data).AsTask());
        Assert.Equal((ZoneError.Misaligned, 0L, 11L * bench.Block), (refused.Error, refused.LandedBytes, refused.WritePointer));
        Assert.Equal(3L * bench.Block, bench.SizeOf(1));
        Assert.Equal(Bench.Pattern(bench.Block, 7), await bench.ReadAsync(1, 2, 1));
    }

    [Theory]
    [InlineData("memory", 2)]
    [InlineData("image", 2)]
    [InlineData("memory", 4)]
    [InlineData("image", 4)]
    public async Task A_rest_is_refused_in_another_life_of_the_zone_even_where_the_pointer_fits(string drive, int landedBlocks)
    {
        await using Bench bench = await Bench.OpenAsync(drive);
        byte[] data = Bench.Pattern(4 * bench.Block, 8);
        bench.Drive.Faults.Add(Short(landedBlocks: 2));
        ZonedIOException failure = await ShortAsync(bench.Device.AppendAsync(1, data).AsTask());
        await bench.Device.ResetZoneAsync(1);
        await bench.AppendAsync(1, landedBlocks, seed: 9);
        ZonedIOException refused = await Assert.ThrowsAsync<ZonedIOException>(() => bench.Device.ResumeAsync(failure, data).AsTask());
        Assert.Equal(ZoneError.Misaligned, refused.Error);
        Assert.Equal(landedBlocks * (long)bench.Block, bench.SizeOf(1));
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task Nothing_but_a_short_write_is_resumed_and_only_with_its_own_data(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive);
        byte[] data = Bench.Pattern(4 * bench.Block, 10);
        bench.Drive.Faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, LandedBlocks = 2 });
        ZonedIOException broken = await Assert.ThrowsAsync<ZonedIOException>(() => bench.Device.AppendAsync(1, data).AsTask());
        Assert.Equal(2L * bench.Block, broken.LandedBytes);
        await Assert.ThrowsAsync<ArgumentException>(() => bench.Device.ResumeAsync(broken, data).AsTask());

        bench.Drive.Faults.Add(Short(landedBlocks: 1));
        ZonedIOException failure = await ShortAsync(bench.Device.AppendAsync(2, data).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => bench.Device.ResumeAsync(failure, data.AsMemory(bench.Block)).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Device.ResumeAsync(failure, data, new CancellationToken(canceled: true)).AsTask());
        Assert.Equal(1L * bench.Block, bench.SizeOf(2));
        await bench.Device.ResumeAsync(failure, data);
        Assert.Equal(data, await bench.ReadAsync(2, 0, 4));
    }

    [Theory]
    [MemberData(nameof(Drives.All), MemberType = typeof(Drives))]
    public async Task A_short_write_of_a_conventional_zone_is_resumed_too(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { ConventionalZones = 1 });
        byte[] data = Bench.Pattern(4 * bench.Block, 11);
        bench.Drive.Faults.Add(Short(landedBlocks: 3));
        ZonedIOException failure = await ShortAsync(bench.Device.WriteAsync(2L * bench.Block, data).AsTask());
        Assert.Equal(2L * bench.Block, await bench.Device.ResumeAsync(failure, data));
        Assert.Equal(data, await bench.ReadAsync(0, 2, 4));
    }

    [Fact]
    public async Task A_zone_that_takes_writes_anywhere_cannot_say_how_far_a_short_one_came()
    {
        FaultPlan faults = new(seed: 1);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(new MemoryDrive(new MemoryDriveOptions { PreferredZones = 1, Faults = faults }));
        int block = device.Geometry.BlockSizeBytes;
        await device.WriteAsync(8L * block, new byte[block]);
        faults.Add(Short(landedBlocks: 1));
        ZonedIOException failure = await ShortAsync(device.WriteAsync(0, new byte[2 * block]).AsTask());
        await Assert.ThrowsAsync<NotSupportedException>(() => device.ResumeAsync(failure, new byte[2 * block]).AsTask());
    }

    private static FaultRule Short(int landedBlocks) => new() { Event = DriveEvent.Write, Effect = FaultEffect.ShortTransfer, LandedBlocks = landedBlocks };

    private static async Task<ZonedIOException> ShortAsync(Task write)
    {
        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => write);
        Assert.Equal(ZoneError.ShortTransfer, error.Error);
        return error;
    }
}
