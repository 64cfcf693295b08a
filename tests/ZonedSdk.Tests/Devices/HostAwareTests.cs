using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>Zones that only prefer sequential writes: the write pointer says nothing about a write below it, and writes do not stand behind each other.</summary>
public sealed class HostAwareTests
{
    private const int Block = ScriptedBackend.Block;

    private static readonly byte[] s_data = new byte[Block];

    private readonly ScriptedBackend _drive = new(type: ZoneType.SequentialWritePreferred);
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task A_failed_write_below_the_pointer_is_not_called_landed()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(_drive, new ZonedDeviceOptions { TimeProvider = _time });
        Task high = device.WriteAsync(2 * Block, s_data).AsTask();
        _drive.Pending[0].Succeed();
        await high;
        _drive.SetZone(0, ZoneCondition.ImplicitlyOpen, 3);
        Task low = device.WriteAsync(0, s_data).AsTask();
        Task above = device.WriteAsync(5 * Block, s_data).AsTask();
        _drive.Pending[0].Fail();
        _drive.Pending[0].Fail(errno: 61);

        ZonedIOException unknown = await Assert.ThrowsAsync<ZonedIOException>(() => low);
        ZonedIOException nothing = await Assert.ThrowsAsync<ZonedIOException>(() => above);
        Assert.Equal(((long?)null, (long?)0), (unknown.LandedBytes, nothing.LandedBytes));
        Assert.Equal((ZoneError.Io, 61), (nothing.Error, nothing.Errno));
    }

    [Fact]
    public async Task A_zone_that_takes_writes_anywhere_cannot_say_how_far_a_short_one_came()
    {
        FaultPlan faults = new(seed: 1);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(new MemoryDrive(new MemoryDriveOptions { PreferredZones = 1, Faults = faults }));
        int block = device.Geometry.BlockSizeBytes;
        await device.WriteAsync(8L * block, new byte[block]);
        faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.ShortTransfer, LandedBlocks = 1 });
        ZonedIOException failure = await Assert.ThrowsAsync<ZonedIOException>(() => device.WriteAsync(0, new byte[2 * block]).AsTask());
        Assert.Equal(ZoneError.ShortTransfer, failure.Error);
        await Assert.ThrowsAsync<NotSupportedException>(() => device.ResumeAsync(failure, new byte[2 * block]).AsTask());
    }
}
