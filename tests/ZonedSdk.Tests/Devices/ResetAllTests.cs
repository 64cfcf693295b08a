using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Tests.Behaviour.Kit;

namespace ZonedSdk.Tests.Devices;

/// <summary>The reset of a whole device leaves no writable zone behind that is not empty, and goes past zones that nothing can reset.</summary>
public sealed class ResetAllTests
{
    public static TheoryData<string, ZoneFlavour> AllFlavours => Drives.AllFlavours;

    [Theory]
    [MemberData(nameof(AllFlavours))]
    public async Task Zones_that_died_unnoticed_are_passed_over_and_the_others_are_reset(string drive, ZoneFlavour flavour)
    {
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { Flavour = flavour, ConventionalZones = 1 });
        foreach (int zone in (int[])[1, 2, 3, 4, 5])
        {
            await bench.AppendAsync(zone);
        }

        // The runtime knows of none of this.
        bench.Drive.SetCondition(2, ZoneCondition.ReadOnly);
        bench.Drive.SetCondition(3, ZoneCondition.Offline);
        bench.Drive.SetCondition(6, ZoneCondition.ReadOnly);
        bench.Drive.MoveWritePointer(7, 2 * bench.Block);
        await bench.Device.ResetAllAsync(bench.Device.Identity);
        ZoneCondition[] conditions = [.. Enumerable.Range(0, 8).Select(zone => bench.Drive.Inspect(zone).Condition)];
        Assert.Equal(
            [ZoneCondition.NotWritePointer, ZoneCondition.Empty, ZoneCondition.ReadOnly, ZoneCondition.Offline, ZoneCondition.Empty, ZoneCondition.Empty, ZoneCondition.ReadOnly, ZoneCondition.Empty],
            conditions);
        bench.AssertAgreed();
    }

    [Fact]
    public async Task A_zone_that_the_error_policy_made_read_only_is_kept()
    {
        await using Bench bench = await Bench.OpenAsync(Drives.Memory, options: new ZonedDeviceOptions { ErrorPolicy = ZoneErrorPolicy.ZoneReadOnly });
        bench.Drive.Faults.Add(new FaultRule { Event = DriveEvent.Write, Zone = 1, Nth = 2, Effect = FaultEffect.Fail });
        await bench.AppendAsync(1);
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => bench.AppendAsync(1));
        await bench.AppendAsync(2);
        await bench.Device.ResetAllAsync(bench.Device.Identity);
        Assert.Equal(bench.Block, bench.SizeOf(1));
        Assert.Equal(0, bench.SizeOf(2));
    }

    [Fact]
    public async Task A_zone_whose_state_is_unknown_is_not_taken_for_empty()
    {
        ScriptedBackend drive = new();
        Testing.ManualTimeProvider time = new();
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
