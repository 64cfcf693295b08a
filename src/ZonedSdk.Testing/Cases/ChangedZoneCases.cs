using ZonedSdk.Backends.Faults;
using ZonedSdk.Testing.Benches;

namespace ZonedSdk.Testing.Cases;

/// <summary>What a drive has changed by itself is found by asking it, before any command meets it. Only NVMe's drives keep a list of it, and not all of them.</summary>
internal static class ChangedZoneCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = Read().Cases;

    private static CaseList Read()
    {
        CaseList list = new CaseList("changed zones")
            .Add(A_drive_that_keeps_no_list_is_told_apart_from_one_on_which_nothing_has_changed)
            .Add(A_command_is_no_change_of_the_drives_own, new CaseNeeds { Flavour = ZoneFlavour.Zns })
            .Add(Writes_in_flight_end_before_their_zone_is_asked_for, new CaseNeeds { Flavour = ZoneFlavour.Zns, Faults = DriveFaults.ReadOnlyZone | DriveFaults.Plan });
        foreach ((ZoneCondition condition, DriveFaults fault) in new[] { (ZoneCondition.ReadOnly, DriveFaults.ReadOnlyZone), (ZoneCondition.Offline, DriveFaults.OfflineZone), (ZoneCondition.Full, DriveFaults.FinishZone) })
        {
            list.AddNamed($"A zone that the drive has made {condition} is found before a command meets it", bench => IsFoundAsync(bench, condition), new CaseNeeds { Flavour = ZoneFlavour.Zns, Faults = fault });
        }

        return list;
    }

    private static async Task A_drive_that_keeps_no_list_is_told_apart_from_one_on_which_nothing_has_changed(Bench bench)
    {
        Task<IReadOnlyList<ZoneRecovery>> asking = bench.Device.RecoverChangedZonesAsync().AsTask();
        if (bench.Device.KeepsChangedZones)
        {
            await asking;
        }
        else
        {
            await Check.ThrowsAsync<NotSupportedException>(asking);
        }
    }

    private static async Task A_command_is_no_change_of_the_drives_own(Bench bench)
    {
        await BeginAsync(bench);
        foreach (string step in "write0 open1 write2 close2 write3 finish3 write4 reset4 fill5".Split(' '))
        {
            await ZoneScript.StepAsync(bench, step);
        }

        Check.Sequence([], await RecoveredAsync(bench), "the zones that the drive has changed by itself");
    }

    private static async Task IsFoundAsync(Bench bench, ZoneCondition condition)
    {
        await BeginAsync(bench);
        await bench.AppendAsync(0);
        await bench.AppendAsync(1);
        bench.Faults!.SetCondition(bench.Index(1), condition);
        Check.Equal(ZoneCondition.ImplicitlyOpen, bench.Known(1).Condition, "the zone as long as nobody has asked");

        Check.Sequence([bench.Index(1)], await RecoveredAsync(bench), "the zones that the drive has changed by itself");
        Check.Equal(condition, bench.Known(1).Condition, "the zone when the drive was asked");
        string expected = condition == ZoneCondition.Full ? "ZoneFull" : $"Zone{condition}";
        Check.Equal(expected, await Bench.ErrorOfAsync(bench.AppendAsync(1)), "an append to the zone");
        Check.Sequence([], await RecoveredAsync(bench), "the zones that were changed since");
        Check.Equal(1, await bench.AppendAsync(0), "where the next append to the other zone stands");
    }

    private static async Task Writes_in_flight_end_before_their_zone_is_asked_for(Bench bench)
    {
        await BeginAsync(bench);
        bench.Plan.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Hang });
        Task<long> write = bench.AppendAsync(0);
        bench.Faults!.SetCondition(bench.Index(0), ZoneCondition.ReadOnly);
        Task<IReadOnlyList<ZoneRecovery>> asking = bench.Device.RecoverChangedZonesAsync().AsTask();
        Check.False(asking.IsCompleted, "the zone is recovered although a write of it is at the drive");
        bench.Plan.ReleaseHung();
        await Check.ThrowsAsync<ZonedIOException>(write);
        Check.Sequence([bench.Index(0)], (await asking).Select(static zone => zone.Zone), "the zones that the drive has changed by itself");
        Check.Equal(ZoneCondition.ReadOnly, bench.Known(0).Condition);
    }

    // What was changed before the case began is somebody else's affair.
    private static async Task BeginAsync(Bench bench)
    {
        if (!bench.Device.KeepsChangedZones)
        {
            throw new NotApplicableException("The drive keeps no list of the zones that it has changed by itself.");
        }

        await bench.Device.RecoverChangedZonesAsync();
    }

    private static async Task<IEnumerable<int>> RecoveredAsync(Bench bench) =>
        (await bench.Device.RecoverChangedZonesAsync()).Select(static zone => zone.Zone);
}
