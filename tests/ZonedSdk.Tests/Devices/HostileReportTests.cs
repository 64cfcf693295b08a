using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>A report is input from a device that may be broken: refused at open, and at run time the zone is faulted.</summary>
public sealed class HostileReportTests
{
    private static readonly byte[] s_data = new byte[4096];

    // The two that a report of one zone cannot be caught at: they are within what a drive may say.
    private static readonly ReportLie[] s_believable = [ReportLie.WritePointerTooHigh, ReportLie.WritePointerTooLow, ReportLie.WrongCondition];

    public static TheoryData<ReportLie> Lies => [.. Enum.GetValues<ReportLie>().Except(s_believable)];

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_report_that_contradicts_itself_is_refused_at_open(ReportLie lie)
    {
        FaultPlan faults = new(seed: 1, new FaultRule { Event = DriveEvent.Report, Effect = FaultEffect.Lie, Lie = lie });
        MemoryDrive drive = new(new MemoryDriveOptions { Faults = faults });
        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => ZonedDevice.OpenAsync(drive).AsTask());
        Assert.Equal(ZoneError.ReportFailed, error.Error);
        Assert.Contains("cannot be believed", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_report_that_contradicts_itself_faults_its_zone_at_run_time_and_a_good_one_heals_it(ReportLie lie)
    {
        FaultPlan faults = new(seed: 1);
        MemoryDrive drive = new(new MemoryDriveOptions { Faults = faults });
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { ReportBackoff = TimeSpan.Zero });
        await device.AppendAsync(2, s_data);
        FaultRule lying = new() { Event = DriveEvent.Report, Effect = FaultEffect.Lie, Lie = lie, RepeatEvery = 1 };
        faults.Add(lying);
        faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail });
        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => device.AppendAsync(2, s_data).AsTask());
        Assert.Equal((ZoneError.Io, 5), (error.Error, error.Errno));
        Assert.True(device.GetStatus(2).IsFaulted);
        await Assert.ThrowsAsync<ZoneFaultedException>(() => device.AppendAsync(2, s_data).AsTask());
        await device.AppendAsync(3, s_data);

        faults.Clear();
        Assert.Equal(device.Geometry.StartOf(2) + 4096, (await device.RecoverAsync(2)).WritePointer);
        await device.AppendAsync(2, s_data);
    }

    [Fact]
    public async Task The_condition_counts_before_the_pointer_and_a_cached_active_one_is_taken()
    {
        ScriptedBackend drive = new();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = new ManualTimeProvider() });
        await using TestEnd end = new(device, drive);
        Assert.Equal(2L * ScriptedBackend.Block, await FailAsync(ZoneCondition.Active, 2));
        Assert.Equal(ZoneCondition.Active, device.GetZone(0).Condition);

        // For a full zone the pointer means nothing, whatever it says.
        await FailAsync(ZoneCondition.Full, 10_000);
        Assert.Equal((ZoneCondition.Full, 64L * ScriptedBackend.Block), (device.GetZone(0).Condition, device.GetStatus(0).Submitted));

        async Task<long> FailAsync(ZoneCondition condition, long blocks)
        {
            Task<long> append = device.AppendAsync(0, s_data).AsTask();
            drive.SetZone(0, condition, blocks);
            drive.Pending[0].Fail();
            return (await Assert.ThrowsAnyAsync<ZonedIOException>(() => append)).WritePointer;
        }
    }
}
