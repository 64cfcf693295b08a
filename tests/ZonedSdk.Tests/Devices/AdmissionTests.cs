using ZonedSdk.Backends;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>Who is let in, who waits, and who is refused at once.</summary>
public sealed class AdmissionTests
{
    private const int Block = ScriptedBackend.Block;

    private static readonly byte[] s_data = new byte[64 * Block];

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task A_write_below_the_pointer_of_a_full_zone_is_told_that_the_zone_is_full()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive);
        await device.FinishZoneAsync(0);

        ZoneFullException full = await Assert.ThrowsAsync<ZoneFullException>(() => device.WriteAsync(0, s_data.AsMemory(0, Block)).AsTask());
        Assert.Equal(0, full.RemainingBytes);
        Assert.Empty(drive.Pending);
    }

    [Fact]
    public async Task An_open_that_finds_no_resource_ends_at_its_deadline()
    {
        ScriptedBackend drive = new(limits: new Limits { MaxOpenZones = 1 });
        await using ZonedDevice device = await OpenAsync(drive);
        await using OpenZoneLease held = await device.OpenZoneAsync(0);
        Task<OpenZoneLease> open = device.OpenZoneAsync(1).AsTask();
        Assert.False(open.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(31));
        ZoneLimitException error = await Assert.ThrowsAsync<ZoneLimitException>(() => open.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal((ZoneError.TooManyOpenZones, 1), (error.Error, error.Zone));
    }

    [Fact]
    public async Task A_write_off_the_pointer_fails_at_once_and_opens_nothing()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await OpenAsync(drive);
        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => device.WriteAsync(Block, s_data.AsMemory(0, Block)).AsTask());
        Assert.Equal((ZoneError.Misaligned, 0L, 0L), (error.Error, error.WritePointer, error.LandedBytes));
        Assert.Empty(drive.Pending);
        Assert.Equal(ZoneCondition.Empty, device.GetZone(0).Condition);
    }

    private ValueTask<ZonedDevice> OpenAsync(ScriptedBackend drive) =>
        ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = _time });
}
