using ZonedSdk.Testing.Benches;

namespace ZonedSdk.Testing.Cases;

/// <summary>Acknowledged is not durable, and durable is durable.</summary>
internal static class DurabilityCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseList("durability")
        .Add(A_flush_makes_what_was_acknowledged_durable)
        .Add(A_flush_of_one_zone_makes_that_zone_durable)
        .Add(Whoever_waits_for_durability_is_told_by_somebody_elses_flush)
        .Add(A_flushed_append_is_durable_when_it_ends)
        .Add(A_write_that_was_reported_as_done_is_there_when_the_device_is_opened_again)
        .Add(What_was_flushed_survives_a_power_cut, new CaseNeeds { Faults = DriveFaults.CutPower })
        .Add(Where_a_zone_stands_survives_its_power_cut, new CaseNeeds { Faults = DriveFaults.CutPower })
        .Cases;

    private static async Task A_flush_makes_what_was_acknowledged_durable(Bench bench)
    {
        await bench.AppendAsync(1, blocks: 2);
        await bench.AppendAsync(2, blocks: 3);
        await bench.Device.FlushAsync();
        Check.Equal(bench.At(1, 2), bench.Status(1).Durable);
        Check.Equal(bench.At(2, 3), bench.Status(2).Durable);
        await bench.AppendAsync(1);
        Check.Equal(bench.At(1, 2), bench.Status(1).Durable, "what is durable before the next flush");
        Check.Equal(bench.At(1, 3), bench.Status(1).Acknowledged);
    }

    private static async Task A_flush_of_one_zone_makes_that_zone_durable(Bench bench)
    {
        await bench.AppendAsync(1, blocks: 2);
        await bench.Device.FlushAsync(bench.Index(1));
        Check.Equal(bench.At(1, 2), bench.Status(1).Durable);
    }

    private static async Task Whoever_waits_for_durability_is_told_by_somebody_elses_flush(Bench bench)
    {
        await bench.AppendAsync(1, blocks: 2);
        Task waiting = bench.Device.WaitDurableAsync(bench.At(1, 2)).AsTask();
        Check.False(waiting.IsCompleted);
        await bench.Device.FlushAsync();
        await waiting;
    }

    private static async Task A_flushed_append_is_durable_when_it_ends(Bench bench)
    {
        Check.Equal(bench.At(1, 0), await bench.Device.AppendAsync(bench.Index(1), bench.Blocks(2), Durability.Flushed));
        Check.Equal(bench.At(1, 2), bench.Status(1).Durable);
    }

    private static async Task A_write_that_was_reported_as_done_is_there_when_the_device_is_opened_again(Bench bench)
    {
        await bench.AppendAsync(1, blocks: 3, seed: 5);
        await bench.AppendAsync(2, blocks: 1, seed: 6);
        await bench.FinishZoneAsync(2);
        await bench.ReopenAsync();
        Check.Equal(3, bench.Written(1));
        Check.Bytes(bench.Blocks(3, 5), await bench.ReadAsync(1, 0, 3), "zone 1");
        Check.Bytes(bench.Blocks(1, 6), await bench.ReadAsync(2, 0, 1), "zone 2");
        Check.Equal("F", await bench.DescribeAsync(2, withPointer: true));
        Check.Equal("E0", await bench.DescribeAsync(3, withPointer: true));
        Check.Equal(3, await bench.AppendAsync(1));
        await bench.AssertAgreedAsync();
    }

    private static async Task What_was_flushed_survives_a_power_cut(Bench bench)
    {
        await bench.AppendAsync(1, blocks: 3, seed: 5);
        await bench.Device.FlushAsync();
        await bench.AppendAsync(1, blocks: 2, seed: 6);
        await CutAsync(bench);
        Check.True(bench.Written(1) is >= 3 and <= 5, $"{bench.Written(1)} blocks are written; 3 were flushed and 5 submitted");
        Check.Bytes(bench.Blocks(3, 5), await bench.ReadAsync(1, 0, 3), "what was flushed");
        await bench.AssertAgreedAsync();
    }

    private static async Task Where_a_zone_stands_survives_its_power_cut(Bench bench)
    {
        await bench.AppendAsync(1, blocks: 2, seed: 5);
        await bench.AppendAsync(2, blocks: 1, seed: 6);
        await bench.FinishZoneAsync(2);
        await bench.AppendAsync(3, blocks: 1, seed: 7);
        await bench.Device.FlushAsync();
        await bench.ResetZoneAsync(3);
        await bench.Device.FlushAsync();
        await CutAsync(bench);
        Check.Equal("C2", await bench.DescribeAsync(1, withPointer: true));
        Check.Equal("F", await bench.DescribeAsync(2, withPointer: true));
        Check.Equal("E0", await bench.DescribeAsync(3, withPointer: true));
        Check.Bytes(new byte[bench.Block], await bench.ReadAsync(3, 0, 1), "a zone that was reset");
        await bench.AssertAgreedAsync();
    }

    private static Task CutAsync(Bench bench)
    {
        bench.Faults!.CutPower();
        return bench.ReopenAfterLossAsync();
    }
}
