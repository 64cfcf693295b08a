using ZonedSdk.Backends.Faults;
using ZonedSdk.Testing.Benches;

namespace ZonedSdk.Testing.Cases;

/// <summary>Open and active zones are few, and whoever needs one gets it in turn.</summary>
internal static class LimitCases
{
    private static readonly CaseNeeds s_two = new()
    {
        Flavour = ZoneFlavour.Zns,
        Shape = new DriveShape { MaxOpenZones = 2, MaxActiveZones = 2 },
        ReachesLimits = true,
    };

    private static readonly CaseNeeds s_twoForEver = s_two with { Options = new ZonedDeviceOptions { CreditTimeout = Timeout.InfiniteTimeSpan } };

    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseList("limits", s_two)
        .Add(A_closed_zone_counts_as_active_until_it_is_full)
        .Add(A_write_that_waits_for_an_active_resource_goes_on_when_a_zone_is_full, s_twoForEver)
        .Add(Open_zones_that_all_have_too_little_room_left_do_not_stall_the_writer)
        .Add(An_active_limit_that_is_exceeded_is_told_in_words)
        .Add(An_explicit_open_of_an_empty_zone_counts_against_the_active_limit)
        .Add(Whoever_waits_for_a_resource_gets_it_in_turn, s_twoForEver)
        .Add(A_wait_for_a_resource_can_be_cancelled, s_twoForEver)
        .Add(An_open_resource_is_released_when_the_finish_has_completed_and_not_before, s_two with
        {
            Shape = new DriveShape { MaxOpenZones = 1, MaxActiveZones = 1 },
            Faults = DriveFaults.Plan,
        })
        .Add(A_reset_of_one_of_the_open_zones_makes_room_for_a_whole_other_one, new CaseNeeds
        {
            Shape = new DriveShape { MaxOpenZones = 4, MaxActiveZones = 4 },
            Options = new ZonedDeviceOptions { WaitForAdmission = false },
            IsExact = true,
        })
        .Cases;

    private static Task A_closed_zone_counts_as_active_until_it_is_full(Bench bench) =>
        ZoneScript.RunAsync(bench, "write0 close0 write1 close1 write2!TooManyActiveZones finish0 write2 => 0=F 1=C1 2=I1");

    private static async Task A_write_that_waits_for_an_active_resource_goes_on_when_a_zone_is_full(Bench bench)
    {
        await bench.FillAsync(0, leaving: 1);
        await bench.FillAsync(1, leaving: 1);
        Task<long> waiting = bench.AppendAsync(2);
        Task<long> second = bench.AppendAsync(3);
        Check.False(waiting.IsCompleted);

        await bench.AppendAsync(1);
        Check.Equal(0, await waiting);
        Check.False(second.IsCompleted);
        await bench.FinishZoneAsync(0);
        Check.Equal(0, await second);
        await bench.AssertAgreedAsync();
    }

    private static async Task Open_zones_that_all_have_too_little_room_left_do_not_stall_the_writer(Bench bench)
    {
        await ZoneScript.RunAsync(bench, "near0 near1 append0x2!ZoneFull append1x2!ZoneFull append2x2!TooManyActiveZones => 0=I-1 1=I-1 2=E0");
        await bench.FinishZoneAsync(0);
        Check.Equal(0, await bench.AppendAsync(2, blocks: 2));
        await bench.AssertAgreedAsync();
    }

    private static async Task An_active_limit_that_is_exceeded_is_told_in_words(Bench bench)
    {
        await bench.AppendAsync(0);
        await bench.AppendAsync(1);
        Task<long> third = bench.AppendAsync(2);
        await bench.PassUntilEndedAsync(third, TimeSpan.FromSeconds(10));
        ZoneLimitException error = await Check.ThrowsAsync<ZoneLimitException>(third);
        Check.Equal((ZoneError.TooManyActiveZones, bench.Index(2), true, (long?)0), (error.Error, error.Zone, error.IsTransient, error.LandedBytes));
        Check.True(error.Message.Contains("found no active zone resource in time", StringComparison.Ordinal), error.Message);
        Check.True(error.Message.Contains("Finish or reset a zone", StringComparison.Ordinal), error.Message);
    }

    private static Task An_explicit_open_of_an_empty_zone_counts_against_the_active_limit(Bench bench) =>
        ZoneScript.RunAsync(bench, "open0 open1 open2!TooManyActiveZones => 2=E0");

    private static async Task Whoever_waits_for_a_resource_gets_it_in_turn(Bench bench)
    {
        await bench.AppendAsync(0);
        await bench.AppendAsync(1);
        Task<long>[] waiting = [.. Enumerable.Range(2, 3).Select(zone => bench.AppendAsync(zone))];
        for (int i = 0; i < waiting.Length; i++)
        {
            // Each zone that goes makes room for one, and for the one that has waited longest.
            Check.Equal(0, waiting.Count(static task => task.IsCompleted) - i, "writes that went on before a zone made room for them");
            await bench.FinishZoneAsync(i);
            Check.Equal(0, await waiting[i]);
        }

        await bench.AssertAgreedAsync();
    }

    private static async Task A_wait_for_a_resource_can_be_cancelled(Bench bench)
    {
        await bench.AppendAsync(0);
        await bench.AppendAsync(1);
        using CancellationTokenSource cancel = new();
        Task<long> waiting = bench.Device.AppendAsync(bench.Index(2), bench.Blocks(1), cancel.Token).AsTask();
        Check.False(waiting.IsCompleted);
        await cancel.CancelAsync();
        await Check.ThrowsAsync<OperationCanceledException>(waiting);
        await bench.FinishZoneAsync(0);
        Check.Equal(0, await bench.AppendAsync(3));
        await ZoneScript.RunAsync(bench, "report2 => 2=E0 3=I1");
    }

    private static async Task An_open_resource_is_released_when_the_finish_has_completed_and_not_before(Bench bench)
    {
        await bench.AppendAsync(0);
        bench.Plan.Add(new FaultRule { Event = DriveEvent.Finish, Effect = FaultEffect.Hang });
        Task finish = bench.FinishZoneAsync(0);
        Task<long> waiting = bench.AppendAsync(1);
        Check.False(finish.IsCompleted);
        Check.False(waiting.IsCompleted);
        bench.CheckCounts(1, 1);

        bench.Plan.ReleaseHung();
        await finish;
        Check.Equal(0, await waiting);
        bench.CheckCounts(1, 1);
    }

    private static async Task A_reset_of_one_of_the_open_zones_makes_room_for_a_whole_other_one(Bench bench)
    {
        for (int zone = 0; zone < 4; zone++)
        {
            await bench.AppendAsync(zone, blocks: 2);
        }

        await bench.ResetZoneAsync(0);
        for (int block = 0; block < 8; block++)
        {
            await bench.WriteAsync(4, block, seed: block);
        }

        Check.Equal(8, bench.Written(4));
        Check.Equal("F", await bench.DescribeAsync(4, withPointer: true));
        await bench.AssertAgreedAsync();
    }
}
