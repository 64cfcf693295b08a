using ZonedSdk.Testing.Benches;

namespace ZonedSdk.Testing.Cases;

/// <summary>The reset of a whole device leaves no writable zone behind that is not empty, and goes past zones that nothing can reset.</summary>
internal static class ResetAllCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseList("reset of all zones")
        .Add(Zones_that_died_unnoticed_are_passed_over_and_the_others_are_reset, new CaseNeeds
        {
            Shape = new DriveShape { ConventionalZones = 1 },
            Faults = DriveFaults.ReadOnlyZone | DriveFaults.OfflineZone | DriveFaults.MoveWritePointer,
            ResetsAll = true,
        })
        .Add(A_zone_that_the_error_policy_made_read_only_is_kept, new CaseNeeds
        {
            Options = new ZonedDeviceOptions { ErrorPolicy = ZoneErrorPolicy.ZoneReadOnly },
            Faults = DriveFaults.FailWrite,
            ResetsAll = true,
        })
        .Add(Another_devices_identity_resets_nothing)
        .Cases;

    private static async Task Zones_that_died_unnoticed_are_passed_over_and_the_others_are_reset(Bench bench)
    {
        for (int zone = 1; zone <= 5; zone++)
        {
            await bench.AppendAsync(zone);
        }

        // The runtime knows of none of this.
        bench.Faults!.SetCondition(bench.Index(2), ZoneCondition.ReadOnly);
        bench.Faults.SetCondition(bench.Index(3), ZoneCondition.Offline);
        bench.Faults.SetCondition(bench.Index(6), ZoneCondition.ReadOnly);
        bench.Faults.MoveWritePointer(bench.Index(7), 2 * bench.Block);
        await bench.Device.ResetAllAsync(bench.Device.Identity);
        Check.Equal("EROEERE", string.Concat((await bench.ReportAllAsync()).Skip(1).Select(static zone => ZoneScript.Letter(zone.Condition))), "the conditions of the sequential zones");
        await bench.AssertAgreedAsync();
    }

    private static async Task A_zone_that_the_error_policy_made_read_only_is_kept(Bench bench)
    {
        await bench.AppendAsync(1);
        bench.Faults!.FailWrite(bench.Index(1), landedBlocks: 0);
        await Check.ThrowsAsync<ZonedIOException>(bench.AppendAsync(1));
        await bench.AppendAsync(2);
        await bench.Device.ResetAllAsync(bench.Device.Identity);
        Check.Equal(1, bench.Written(1));
        Check.Equal(0, bench.Written(2));
    }

    private static async Task Another_devices_identity_resets_nothing(Bench bench)
    {
        await bench.AppendAsync(1, blocks: 2);
        DeviceIdentity other = new($"not {bench.Device.Identity}");
        await Check.ThrowsAsync<ArgumentException>(bench.Device.ResetAllAsync(other).AsTask());
        await ZoneScript.RunAsync(bench, "report1 => 1=I2");
    }
}
