using ZonedSdk.Backends.Faults;
using ZonedSdk.Testing.Benches;

namespace ZonedSdk.Testing.Cases;

/// <summary>Many writers at once, resets among them, few open zones.</summary>
internal static class LoadCases
{
    private static readonly string[] s_endsOfAppends = ["None", "ZoneFull", "ZoneReset"];
    private static readonly string[] s_endsOfLosers = ["Misaligned", "ZoneFull"];

    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseList("load")
        .Add(A_reset_waits_for_the_writes_in_flight_and_none_of_them_is_lost, new CaseNeeds
        {
            Shape = new DriveShape { ZoneBlocks = 64, SizeBlocks = 256 },
            Faults = DriveFaults.Plan,
        })
        .Add(Random_writes_with_random_resets_all_end_and_the_pointers_agree, new CaseNeeds
        {
            Shape = new DriveShape { ZoneBlocks = 32, CapacityBlocks = 24, SizeBlocks = 256, RunsOnThreads = true },
        })
        .Add(Jobs_that_share_few_open_zones_all_come_to_their_end, new CaseNeeds
        {
            Shape = new DriveShape { ZoneBlocks = 24, SizeBlocks = 192, MaxOpenZones = 2, RunsOnThreads = true },
            Options = new ZonedDeviceOptions { CreditTimeout = Timeout.InfiniteTimeSpan },
        })
        .Add(Writes_at_a_depth_of_128_keep_their_order, new CaseNeeds { Shape = new DriveShape { ZoneBlocks = 256, SizeBlocks = 512, RunsOnThreads = true } })
        .Add(Sixty_four_writers_of_one_zone_each_find_their_own_data, new CaseNeeds { Shape = new DriveShape { ZoneBlocks = 256, SizeBlocks = 512, RunsOnThreads = true } })
        .Add(Appends_of_one_submitter_stand_in_the_order_of_their_submission, new CaseNeeds
        {
            Shape = new DriveShape { ZoneBlocks = 64, SizeBlocks = 128, RunsOnThreads = true },
            AppendsInOrder = true,
        })
        .Add(Reads_that_race_a_reset_see_one_life_of_the_zone_and_never_old_data_afterwards, new CaseNeeds
        {
            Shape = new DriveShape { ZoneBlocks = 16, SizeBlocks = 32, RunsOnThreads = true },
        })
        .Add(Two_writes_at_the_same_pointer_cannot_both_be_admitted, new CaseNeeds { Shape = new DriveShape { ZoneBlocks = 64, SizeBlocks = 128, RunsOnThreads = true } })
        .Cases;

    private static async Task A_reset_waits_for_the_writes_in_flight_and_none_of_them_is_lost(Bench bench)
    {
        for (int round = 0; round < 4; round++)
        {
            bench.Plan.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Hang });
            Task<long>[] writes = [.. Enumerable.Range(0, 32).Select(i => bench.AppendAsync(1, seed: i))];
            Task reset = bench.ResetZoneAsync(1);
            Task<long> behind = bench.AppendAsync(1);
            Check.False(reset.IsCompleted);
            Check.True(await bench.DescribeAsync(1, withPointer: false) != "E", "the zone is not empty yet");

            bench.Plan.ReleaseHung();
            Check.Sequence(Enumerable.Range(0, 32).Select(static i => (long)i), await Task.WhenAll(writes), "the places of the writes");
            await reset;
            await Check.ThrowsAsync<ZoneResetException>(behind);
            Check.Equal("E0", await bench.DescribeAsync(1, withPointer: true));
        }

        await bench.AssertAgreedAsync();
    }

    private static async Task Random_writes_with_random_resets_all_end_and_the_pointers_agree(Bench bench)
    {
        bench.Trace.IsPaused = true;
        int zones = bench.ZonesAtOnce;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(JobAsync));
        await bench.AssertAgreedAsync();

        async Task JobAsync(int job)
        {
            Random random = new(job);
            List<Task> pending = [];
            for (int i = 0; i < 300; i++)
            {
                int zone = random.Next(zones);
                pending.Add(random.Next(20) == 0 ? bench.ResetZoneAsync(zone) : AppendAsync(zone));
                if (pending.Count == 16)
                {
                    await Task.WhenAll(pending);
                    pending.Clear();
                }
            }

            await Task.WhenAll(pending);
        }

        async Task AppendAsync(int zone)
        {
            string error = await Bench.ErrorOfAsync(bench.AppendAsync(zone));
            Check.True(s_endsOfAppends.Contains(error), $"an append ended with {error}");
        }
    }

    private static async Task Jobs_that_share_few_open_zones_all_come_to_their_end(Bench bench)
    {
        const int Blocks = 24;
        bench.Trace.IsPaused = true;
        await Task.WhenAll(Enumerable.Range(0, bench.ZoneCount).Select(async zone =>
        {
            // What would be left active is finished: a device may have fewer active zones than there are jobs.
            for (int i = 0; i < Blocks; i++)
            {
                await bench.AppendAsync(zone, seed: zone);
            }

            await bench.FinishZoneAsync(zone);
        }));

        await bench.AssertAgreedAsync();
        for (int zone = 0; zone < bench.ZoneCount; zone++)
        {
            Check.Equal("F", await bench.DescribeAsync(zone, withPointer: true));
            Check.Bytes(bench.Blocks(1, zone), await bench.ReadAsync(zone, Blocks - 1, 1), $"the last block of zone {zone}");
        }
    }

    private static async Task Writes_at_a_depth_of_128_keep_their_order(Bench bench)
    {
        for (int at = 0; at < 256; at += 128)
        {
            await Task.WhenAll(Enumerable.Range(at, 128).Select(i => bench.WriteAsync(1, i, seed: i)));
        }

        Check.Equal(256, bench.Written(1));
        for (int i = 0; i < 256; i += 37)
        {
            Check.Bytes(bench.Blocks(1, i), await bench.ReadAsync(1, i, 1), $"block {i}");
        }

        await bench.AssertAgreedAsync();
    }

    private static async Task Sixty_four_writers_of_one_zone_each_find_their_own_data(Bench bench)
    {
        bench.Trace.IsPaused = true;
        long[][] places = await Task.WhenAll(Enumerable.Range(0, 64).Select(async writer =>
        {
            long[] mine = new long[4];
            for (int i = 0; i < mine.Length; i++)
            {
                mine[i] = await bench.AppendAsync(1, seed: (writer * 4) + i);
            }

            return mine;
        }));

        Check.Sequence(Enumerable.Range(0, 256).Select(static i => (long)i), places.SelectMany(static mine => mine).Order(), "all places");
        for (int writer = 0; writer < 64; writer++)
        {
            for (int i = 0; i < 4; i++)
            {
                Check.Bytes(bench.Blocks(1, (writer * 4) + i), await bench.ReadAsync(1, places[writer][i], 1), $"append {i} of writer {writer}");
            }
        }
    }

    private static async Task Appends_of_one_submitter_stand_in_the_order_of_their_submission(Bench bench)
    {
        Task<long>[] appends = [.. Enumerable.Range(0, 32).Select(i => bench.AppendAsync(1, blocks: 1 + (i % 2), seed: i))];
        long next = 0;
        for (int i = 0; i < appends.Length; i++)
        {
            Check.Equal(next, await appends[i], $"the place of append {i}");
            Check.Bytes(bench.Blocks(1 + (i % 2), i), await bench.ReadAsync(1, next, 1 + (i % 2)), $"append {i}");
            next += 1 + (i % 2);
        }
    }

    private static async Task Reads_that_race_a_reset_see_one_life_of_the_zone_and_never_old_data_afterwards(Bench bench)
    {
        const int Blocks = 16;
        bench.Trace.IsPaused = true;
        byte[] zeroes = new byte[Blocks * bench.Block];
        for (int life = 1; life <= 20; life++)
        {
            byte[] data = new byte[Blocks * bench.Block];
            data.AsSpan().Fill((byte)life);
            await bench.Device.WriteAsync(bench.At(0, 0), data);
            Task<byte[]>[] reads = [.. Enumerable.Range(0, 8).Select(_ => bench.ReadAsync(0, 0, Blocks))];
            Task reset = bench.ResetZoneAsync(0);
            Task<byte[]>[] late = [.. Enumerable.Range(0, 8).Select(_ => bench.ReadAsync(0, 0, Blocks))];
            await reset;
            foreach (byte[] read in (await Task.WhenAll(reads)).Concat(await Task.WhenAll(late)))
            {
                Check.True(read.AsSpan().SequenceEqual(data) || read.AsSpan().SequenceEqual(zeroes), $"a read sees life {life} or nothing, not a mixture of two, nor an older one");
            }

            Check.Bytes(zeroes, await bench.ReadAsync(0, 0, Blocks), "the zone after its reset");
        }
    }

    // Where alignment is checked before the lock is taken, both pass the check.
    private static async Task Two_writes_at_the_same_pointer_cannot_both_be_admitted(Bench bench)
    {
        const int Blocks = 64;
        const int Writers = 4;
        bench.Trace.IsPaused = true;
        using Barrier barrier = new(Writers);
        Task<string>[][] writes = await Task.WhenAll(Enumerable.Range(0, Writers).Select(seed => Task.Factory.StartNew(
            () => WriteEachBlock(bench, barrier, Blocks, seed), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        string[][] ends = await Task.WhenAll(writes.Select(static mine => Task.WhenAll(mine)));
        for (int block = 0; block < Blocks; block++)
        {
            Check.Equal(1, ends.Count(mine => mine[block] == "None"), $"the writes at block {block} that succeed");
            Check.Equal(Writers - 1, ends.Count(mine => s_endsOfLosers.Contains(mine[block])), $"the writes at block {block} that are refused");
        }

        Check.Equal(64, bench.Capacity(1) == 64 ? 64 : bench.Written(1));
        await bench.AssertAgreedAsync();
    }

    // On a thread of its own: the others submit their write of each block at the same instant.
    private static Task<string>[] WriteEachBlock(Bench bench, Barrier barrier, int blocks, int seed)
    {
        Task<string>[] ends = new Task<string>[blocks];
        try
        {
            for (int block = 0; block < blocks; block++)
            {
                barrier.SignalAndWait();
                ends[block] = Bench.ErrorOfAsync(bench.WriteAsync(1, block, seed: seed));
            }
        }
        finally
        {
            // One that fails lets the others come to their end.
            barrier.RemoveParticipant();
        }

        return ends;
    }
}
