using ZonedSdk.Tests.Behaviour.Kit;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>Zeroes are written like any data, and nothing but a reset takes data away.</summary>
public sealed class WrittenZeroesTests
{
    public static TheoryData<string> AllDrives => Drives.All;

    [Theory]
    [MemberData(nameof(AllDrives))]
    public async Task Zeroes_move_the_write_pointer_and_read_back_as_zeroes(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { ZoneBlocks = 1024, SizeBlocks = 2048, CapacityBlocks = 700, ConventionalZones = 1 });
        int block = bench.Block;
        long start = bench.Device.Geometry.StartOf(1);
        await bench.WriteAsync(1, 0, blocks: 2);
        await bench.Device.WriteZeroesAsync(start + (2 * block), 600L * block);
        Assert.Equal(602L * block, bench.SizeOf(1));
        Assert.All(await bench.ReadAsync(1, 2, 600), b => Assert.Equal(0, b));
        Assert.Equal(Bench.Pattern(2 * block, 1), await bench.ReadAsync(1, 0, 2));
        bench.AssertAgreed();

        // In a conventional zone over data that were there.
        await bench.WriteAsync(0, 3, blocks: 3);
        await bench.Device.WriteZeroesAsync(4L * block, block);
        Assert.All(await bench.ReadAsync(0, 4, 1), b => Assert.Equal(0, b));
        Assert.Equal(Bench.Pattern(3 * block, 1)[..block], await bench.ReadAsync(0, 3, 1));
    }

    [Theory]
    [MemberData(nameof(AllDrives))]
    public async Task Zeroes_off_the_pointer_or_beyond_the_capacity_are_refused_whole(string drive)
    {
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { ZoneBlocks = 1024, SizeBlocks = 2048, CapacityBlocks = 700 });
        int block = bench.Block;
        ZonedIOException off = await Assert.ThrowsAsync<ZonedIOException>(() => bench.Device.WriteZeroesAsync(block, block).AsTask());
        ZonedIOException beyond = await Assert.ThrowsAsync<ZonedIOException>(() => bench.Device.WriteZeroesAsync(0, 701L * block).AsTask());
        Assert.Equal((ZoneError.Misaligned, ZoneError.Boundary, 0L), (off.Error, beyond.Error, beyond.LandedBytes));
        Assert.Equal((0L, 701L * block), (beyond.Offset, beyond.LengthBytes));
        Assert.Equal(0, bench.SizeOf(0));
        await bench.Device.FinishZoneAsync(0);
        await Assert.ThrowsAsync<ZoneFullException>(() => bench.Device.WriteZeroesAsync(0, block).AsTask());
        await Assert.ThrowsAsync<ZoneFullException>(() => bench.Device.WriteZeroesAsync(0, 701L * block).AsTask());
        bench.AssertAgreed();
    }

    [Fact]
    public async Task Nothing_but_a_reset_resets()
    {
        const int Block = ScriptedBackend.Block;
        ScriptedBackend drive = new(limits: new Limits { MaxOpenZones = 1 });
        ManualTimeProvider time = new();
        ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = time, InlineContinuations = true });
        drive.OnKick = () =>
        {
            foreach (ScriptedCommand command in drive.Pending)
            {
                drive.SetZone(command.Request.ZoneIndex, ZoneCondition.ImplicitlyOpen, (command.Offset + command.LengthBytes - device.Geometry.StartOf(command.Request.ZoneIndex)) / Block);
                command.Succeed();
            }
        };
        await device.WriteZeroesAsync(0, 4 * Block);
        await device.WriteAsync(4 * Block, new byte[Block]);
        await device.AppendAsync(0, new byte[Block], new byte[Block]);
        await device.AppendAsync(1, new byte[Block], Durability.Flushed);
        await device.ReadAsync(0, new byte[Block]);
        await device.FlushAsync();
        await device.FlushAsync(0);
        await device.WaitDurableAsync(Block);
        await device.RecoverAsync();
        await device.RecoverAsync(0);
        await device.ReportZoneAsync(0);
        await (await device.OpenZoneAsync(2)).DisposeAsync();
        await device.CloseZoneAsync(1);
        await device.FinishZoneAsync(1);
        (await device.AcquireReaderLeaseAsync(0)).Dispose();
        await foreach (ZoneInfo zone in device.ReportAsync())
        {
            Assert.Equal(0, device.GetStatus(zone.Index).Incarnation);
        }

        await device.DisposeAsync();
        Assert.NotEmpty(drive.Managed);
        Assert.DoesNotContain(drive.Managed, m => m.Action == ZonedSdk.Backends.ZoneAction.Reset);
    }
}
