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
        await using TestEnd end = new(device, drive);
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
        await using TestEnd end = new(device, drive);
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
        await using TestEnd end = new(device, drive);
        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => device.WriteAsync(Block, s_data.AsMemory(0, Block)).AsTask());
        Assert.Equal((ZoneError.Misaligned, 0L, 0L), (error.Error, error.WritePointer, error.LandedBytes));
        Assert.Empty(drive.Pending);
        Assert.Equal(ZoneCondition.Empty, device.GetZone(0).Condition);
    }

    [Fact]
    public async Task A_time_that_no_timer_can_wait_for_is_refused_at_open()
    {
        ZonedDeviceOptions valid = new();
        ZonedDeviceOptions[] all =
        [
            valid with { DrainTimeout = TimeSpan.MaxValue },
            valid with { CommandTimeout = TimeSpan.FromDays(50) },
            valid with { RecoveryTimeout = TimeSpan.MaxValue },
            valid with { ReportTimeout = TimeSpan.MaxValue },
            valid with { ReportBackoff = TimeSpan.MaxValue },
            valid with { AuditInterval = TimeSpan.MaxValue },
        ];
        foreach (ZonedDeviceOptions options in all)
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ZonedDevice.OpenAsync(new ScriptedBackend(), options).AsTask());
        }
    }

    [Fact]
    public async Task The_pause_between_reports_is_bounded()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = _time, ReportAttempts = 100 });
        await using TestEnd end = new(device, drive);
        Task<long> append = device.AppendAsync(0, s_data.AsMemory(0, Block)).AsTask();
        drive.OnReport = _ => ValueTask.FromResult(BackendResult.Failure(ZoneError.Io, 5));
        drive.Pending[0].Fail();
        for (int i = 0; i < 120 && !append.IsCompleted; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            await Task.WhenAny(append, Task.Delay(1));
        }

        await Assert.ThrowsAnyAsync<ZonedIOException>(() => append.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(101, drive.Reports);
    }

    private ValueTask<ZonedDevice> OpenAsync(ScriptedBackend drive) =>
        ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = _time });
}
