using ZonedSdk.Backends;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>The reset of a whole device leaves no writable zone behind that is not empty, and goes past zones that nothing can reset.</summary>
public sealed class ResetAllTests
{
    [Fact]
    public async Task A_zone_whose_state_is_unknown_is_not_taken_for_empty()
    {
        ScriptedBackend drive = new();
        ManualTimeProvider time = new();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = time });
        await using TestEnd end = new(device, drive);
        TaskCompletionSource<BackendResult> never = new();
        drive.OnManage = (_, _) => new ValueTask<BackendResult>(never.Task);
        Task<OpenZoneLease> open = device.OpenZoneAsync(1).AsTask();
        time.Advance(TimeSpan.FromSeconds(31));
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => open.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(ZoneCondition.Empty, device.GetZone(1).Condition);
        ZoneBlockedException error = await Assert.ThrowsAsync<ZoneBlockedException>(() => device.ResetAllAsync(device.Identity).AsTask());
        Assert.Equal(1, error.Zone);
    }

    [Fact]
    public async Task Cancelling_stops_before_the_next_zone()
    {
        ScriptedBackend drive = new();
        for (int zone = 0; zone < 4; zone++)
        {
            drive.SetZone(zone, ZoneCondition.Full, 64);
        }

        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive);
        using CancellationTokenSource source = new();
        drive.OnManage = (_, zone) =>
        {
            if (zone == 1)
            {
                source.Cancel();
            }

            return ValueTask.FromResult(BackendResult.Success());
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => device.ResetAllAsync(device.Identity, source.Token).AsTask());
        Assert.Equal([(ZoneAction.Reset, 0), (ZoneAction.Reset, 1)], drive.Managed);
        drive.OnManage = null;
        await device.ResetAllAsync(device.Identity);
        Assert.Equal(4, drive.Managed.Count);
    }
}
