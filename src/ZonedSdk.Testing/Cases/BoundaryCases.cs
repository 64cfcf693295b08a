using ZonedSdk.Backends;
using ZonedSdk.Testing.Benches;

namespace ZonedSdk.Testing.Cases;

/// <summary>Where writes go, and where they must not go: the write pointer, the capacity, the gap behind it, the next zone.</summary>
internal static class BoundaryCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseList("boundaries")
        .Add(Two_zones_with_a_block_each_are_reset_and_nothing_else_is)
        .Add(A_write_across_a_boundary_is_refused_and_its_two_halves_are_written)
        .Add(An_append_goes_to_the_pointer_and_not_to_the_zones_start)
        .Add(An_append_of_two_parts_stands_in_one_piece)
        .Add(An_append_above_the_largest_is_refused_and_never_split)
        .Add(A_write_that_the_drive_finds_off_its_pointer_is_refused_by_the_drive)
        .Add(What_is_written_in_a_new_life_is_what_is_read)
        .Add(Writes_that_are_queued_behind_each_other_all_land_in_order)
        .Add(An_open_of_an_open_zone_leaves_no_lock_behind)
        .Add(Nothing_ever_goes_into_the_gap_between_capacity_and_size, new CaseNeeds { Shape = new DriveShape { CapacityBlocks = 5 }, IsExact = true })
        .Add(A_capacity_that_is_no_power_of_two_fills_at_its_end_and_only_there, new CaseNeeds { Shape = new DriveShape { ZoneBlocks = 7, CapacityBlocks = 5, SizeBlocks = 28 }, IsExact = true })
        .Add(A_zone_with_less_room_than_a_write_refuses_it_and_says_how_much_is_left, new CaseNeeds { Shape = new DriveShape { CapacityBlocks = 7, SizeBlocks = 32, MaxOpenZones = 1 }, IsExact = true })
        .Cases;

    private static Task Two_zones_with_a_block_each_are_reset_and_nothing_else_is(Bench bench) =>
        ZoneScript.RunAsync(bench, "write1 write2 write3 reset1 reset2 => 1=E0 2=E0 3=I1");

    private static Task A_write_across_a_boundary_is_refused_and_its_two_halves_are_written(Bench bench) =>
        ZoneScript.RunAsync(bench, "near1 write1@-1x>1!Argument write1 write2@0 => 1=F 2=I1");

    private static async Task An_append_goes_to_the_pointer_and_not_to_the_zones_start(Bench bench) =>
        Check.Sequence([0, 2, 5], [await bench.AppendAsync(1, 2), await bench.AppendAsync(1, 3), await bench.AppendAsync(1, 1)], "the places of three appends");

    private static async Task An_append_of_two_parts_stands_in_one_piece(Bench bench)
    {
        for (int i = 0; i < 2; i++)
        {
            long offset = await bench.Device.AppendAsync(bench.Index(1), bench.Blocks(1, 4), bench.Blocks(2, 8));
            Check.Equal(bench.At(1, 3 * i), offset);
            Check.Bytes(bench.Blocks(1, 4), await bench.ReadAsync(1, 3 * i, 1), "the first part");
            Check.Bytes(bench.Blocks(2, 8), await bench.ReadAsync(1, (3 * i) + 1, 2), "the second part");
        }

        await ZoneScript.RunAsync(bench, "report1 => 1=I6");
    }

    private static async Task An_append_above_the_largest_is_refused_and_never_split(Bench bench)
    {
        int most = Math.Min(bench.Device.Limits.MaxAppendBytes, bench.Device.Limits.MaxTransferBytes);
        await Check.ThrowsAsync<ArgumentException>(bench.TracedAsync("append more than the largest to 1", async () =>
        {
            await bench.Device.AppendAsync(bench.Index(1), new byte[most + bench.Block]);
            return "ok";
        }));
        await ZoneScript.RunAsync(bench, "report1 => 1=E0");
    }

    // Only a command past the runtime makes the two differ without any fault: the runtime does not know of the reset, and the drive must not take its next write.
    private static async Task A_write_that_the_drive_finds_off_its_pointer_is_refused_by_the_drive(Bench bench)
    {
        await bench.AppendAsync(1, blocks: 3);
        await bench.Device.FlushAsync();
        Check.True((await bench.Backend.ManageAsync(ZoneAction.Reset, bench.Index(1), CancellationToken.None)).IsSuccess, "the reset past the runtime succeeds");
        ZonedIOException error = await Check.ThrowsAsync<ZonedIOException>(bench.WriteAsync(1, 3));
        Check.Equal(ZoneError.AcknowledgedDataLost, error.Finding);
        Check.Equal(bench.At(1, 0), error.WritePointer);
        await bench.RecoverAsync(1);
        Check.Equal(0, await bench.AppendAsync(1));
        await bench.AssertAgreedAsync();
    }

    private static async Task What_is_written_in_a_new_life_is_what_is_read(Bench bench)
    {
        byte[] zeroes = new byte[5 * bench.Block];
        for (int life = 1; life <= 3; life++)
        {
            await bench.AppendAsync(1, blocks: 5, seed: life);
            Check.Bytes(bench.Blocks(5, life), await bench.ReadAsync(1, 0, 5), "what was written in this life");
            await bench.ResetZoneAsync(1);
            Check.Bytes(zeroes, await bench.ReadAsync(1, 0, 5), "an empty zone");
            await bench.AppendAsync(1, blocks: 1, seed: -life);
            Check.Bytes(zeroes.AsMemory(bench.Block), await bench.ReadAsync(1, 1, 4), "what stands above the write pointer");
            await bench.ResetZoneAsync(1);
        }
    }

    private static async Task Writes_that_are_queued_behind_each_other_all_land_in_order(Bench bench)
    {
        Task[] writes = [.. Enumerable.Range(0, 6).Select(i => bench.WriteAsync(1, i, seed: i))];
        await Task.WhenAll(writes);
        for (int i = 0; i < writes.Length; i++)
        {
            Check.Bytes(bench.Blocks(1, i), await bench.ReadAsync(1, i, 1), $"block {i}");
        }

        Check.Equal(6, bench.Written(1));
        await bench.AssertAgreedAsync();
    }

    private static Task An_open_of_an_open_zone_leaves_no_lock_behind(Bench bench) =>
        ZoneScript.RunAsync(bench, "open1 open1 open1 write1 open1 close1 => 1=C1");

    private static async Task Nothing_ever_goes_into_the_gap_between_capacity_and_size(Bench bench)
    {
        for (int zone = 0; zone < 8; zone++)
        {
            for (string error = "None"; error == "None";)
            {
                error = await Bench.ErrorOfAsync(bench.AppendAsync(zone, blocks: 2));
                Check.True(bench.Written(zone) is >= 0 and <= 5, $"{bench.Written(zone)} blocks are written");
            }

            await bench.AppendAsync(zone);
            Check.Equal("ZoneFull", await Bench.ErrorOfAsync(bench.WriteAsync(zone, 5)));
            Check.Bytes(new byte[3 * bench.Block], await bench.ReadAsync(zone, 5, 3), "the gap");
        }
    }

    private static async Task A_capacity_that_is_no_power_of_two_fills_at_its_end_and_only_there(Bench bench)
    {
        for (int written = 1; written < 5; written++)
        {
            await ZoneScript.RunAsync(bench, $"write1 => 1=I{written}");
        }

        await ZoneScript.RunAsync(bench, "write1 => 1=F");
    }

    private static async Task A_zone_with_less_room_than_a_write_refuses_it_and_says_how_much_is_left(Bench bench)
    {
        for (int zone = 0; zone < 4; zone++)
        {
            for (int i = 0; i < 3; i++)
            {
                await bench.AppendAsync(zone, blocks: 2);
            }

            ZoneFullException full = await Check.ThrowsAsync<ZoneFullException>(bench.AppendAsync(zone, blocks: 2));
            Check.Equal(bench.Block, full.RemainingBytes);
        }

        await bench.AssertAgreedAsync();
    }
}
