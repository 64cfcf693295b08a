using ZonedSdk.Backends.Faults;
using ZonedSdk.Testing.Benches;

namespace ZonedSdk.Testing.Cases;

/// <summary>A short write is an error for its rest, and the rest is written when the caller says so.</summary>
internal static class ShortWriteCases
{
    private static readonly CaseNeeds s_planned = new() { Faults = DriveFaults.Plan };

    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseList("short writes", s_planned)
        .Add(A_short_write_is_continued_by_hand_with_what_is_left_and_not_with_the_whole)
        .Add(A_short_append_is_resumed_with_its_rest)
        .Add(A_write_that_stays_short_is_resumed_as_long_as_it_gets_on)
        .Add(A_rest_that_gets_nowhere_fails_and_can_be_resumed_in_its_turn)
        .Add(A_rest_is_refused_when_others_have_written_behind_the_first_part)
        .AddNamed("A rest is refused in another life of the zone even where the pointer fits", bench => IsRefusedInAnotherLifeAsync(bench, blocks: 2), s_planned)
        .AddNamed("A rest is refused in another life of the zone even where all of it would fit", bench => IsRefusedInAnotherLifeAsync(bench, blocks: 4), s_planned)
        .Add(Nothing_but_a_short_write_is_resumed_and_only_with_its_own_data)
        .Add(A_short_write_of_a_conventional_zone_is_resumed_too, s_planned with { Shape = new DriveShape { ConventionalZones = 1 }, NeedsConventionalZone = true })
        .Cases;

    private static async Task A_short_write_is_continued_by_hand_with_what_is_left_and_not_with_the_whole(Bench bench)
    {
        byte[] data = bench.Blocks(6, 3);
        bench.Plan.Add(Short(landedBlocks: 2));
        ZonedIOException error = await ShortAsync(bench.AppendAsync(1, blocks: 6, seed: 3));
        Check.Equal(((long?)2 * bench.Block, bench.At(1, 2)), (error.LandedBytes, error.WritePointer));

        // The whole again would be a second copy behind the first part; the write pointer refuses it.
        Check.Equal("Misaligned", await Bench.ErrorOfAsync(bench.Device.WriteAsync(error.Offset, data).AsTask()));
        await bench.Device.WriteAsync(error.WritePointer, data.AsMemory((int)error.LandedBytes!.Value));
        Check.Bytes(data, await bench.ReadAsync(1, 0, 6));
        Check.Equal(6, bench.Written(1));
    }

    private static async Task A_short_append_is_resumed_with_its_rest(Bench bench)
    {
        await bench.AppendAsync(1);
        byte[] data = bench.Blocks(6, 3);
        bench.Plan.Add(Short(landedBlocks: 2));
        ZonedIOException failure = await ShortAsync(bench.AppendAsync(1, blocks: 6, seed: 3));
        Check.Equal(2L * bench.Block, failure.LandedBytes);
        Check.Equal(bench.At(1, 1), await bench.Device.ResumeAsync(failure, data));
        Check.Bytes(data, await bench.ReadAsync(1, 1, 6));
        Check.Equal(7, bench.Written(1));
        await bench.Device.FlushAsync(bench.Index(1));
        Check.Equal(bench.At(1, 7), bench.Status(1).Durable);
        await bench.AssertAgreedAsync();
    }

    private static async Task A_write_that_stays_short_is_resumed_as_long_as_it_gets_on(Bench bench)
    {
        byte[] data = bench.Blocks(6, 4);
        bench.Plan.Add(Short(landedBlocks: 1) with { RepeatEvery = 1 });
        ZonedIOException failure = await ShortAsync(bench.WriteAsync(1, 0, blocks: 6, seed: 4));
        Check.Equal(bench.At(1, 0), await bench.Device.ResumeAsync(failure, data));
        Check.Bytes(data, await bench.ReadAsync(1, 0, 6));
        await bench.AssertAgreedAsync();
    }

    private static async Task A_rest_that_gets_nowhere_fails_and_can_be_resumed_in_its_turn(Bench bench)
    {
        byte[] data = bench.Blocks(6, 5);
        bench.Plan.Add(Short(landedBlocks: 2));
        bench.Plan.Add(Short(landedBlocks: 0) with { Nth = 2 });
        ZonedIOException failure = await ShortAsync(bench.AppendAsync(1, blocks: 6, seed: 5));
        ZonedIOException again = await ShortAsync(bench.Device.ResumeAsync(failure, data).AsTask());
        Check.Equal((bench.At(1, 2), 4L * bench.Block, 0L), (again.Offset, again.LengthBytes, again.LandedBytes ?? -1));
        await bench.Device.ResumeAsync(again, data.AsMemory(^(int)again.LengthBytes..));
        Check.Bytes(data, await bench.ReadAsync(1, 0, 6));
    }

    private static async Task A_rest_is_refused_when_others_have_written_behind_the_first_part(Bench bench)
    {
        byte[] data = bench.Blocks(4, 6);
        bench.Plan.Add(Short(landedBlocks: 2));
        ZonedIOException failure = await ShortAsync(bench.AppendAsync(1, blocks: 4, seed: 6));
        await bench.AppendAsync(1, blocks: 1, seed: 7);
        ZonedIOException refused = await Check.ThrowsAsync<ZonedIOException>(bench.Device.ResumeAsync(failure, data).AsTask());
        Check.Equal((ZoneError.Misaligned, 0L, bench.At(1, 3)), (refused.Error, refused.LandedBytes ?? -1, refused.WritePointer));
        Check.Equal(3, bench.Written(1));
        Check.Bytes(bench.Blocks(1, 7), await bench.ReadAsync(1, 2, 1));
    }

    private static async Task IsRefusedInAnotherLifeAsync(Bench bench, int blocks)
    {
        byte[] data = bench.Blocks(4, 8);
        bench.Plan.Add(Short(landedBlocks: 2));
        ZonedIOException failure = await ShortAsync(bench.AppendAsync(1, blocks: 4, seed: 8));
        await bench.ResetZoneAsync(1);
        await bench.AppendAsync(1, blocks, seed: 9);
        ZonedIOException refused = await Check.ThrowsAsync<ZonedIOException>(bench.Device.ResumeAsync(failure, data).AsTask());
        Check.Equal(ZoneError.Misaligned, refused.Error);
        Check.Equal(blocks, bench.Written(1));
    }

    private static async Task Nothing_but_a_short_write_is_resumed_and_only_with_its_own_data(Bench bench)
    {
        byte[] data = bench.Blocks(4, 10);
        bench.Faults!.FailWrite(bench.Index(1), landedBlocks: 2);
        ZonedIOException broken = await Check.ThrowsAsync<ZonedIOException>(bench.AppendAsync(1, blocks: 4, seed: 10));
        Check.Equal(2L * bench.Block, broken.LandedBytes);
        await Check.ThrowsAsync<ArgumentException>(bench.Device.ResumeAsync(broken, data).AsTask());

        bench.Plan.Add(Short(landedBlocks: 1));
        ZonedIOException failure = await ShortAsync(bench.AppendAsync(2, blocks: 4, seed: 10));
        await Check.ThrowsAsync<ArgumentException>(bench.Device.ResumeAsync(failure, data.AsMemory(bench.Block)).AsTask());
        await Check.ThrowsAsync<OperationCanceledException>(bench.Device.ResumeAsync(failure, data, new CancellationToken(canceled: true)).AsTask());
        Check.Equal(1, bench.Written(2));
        await bench.Device.ResumeAsync(failure, data);
        Check.Bytes(data, await bench.ReadAsync(2, 0, 4));
    }

    private static async Task A_short_write_of_a_conventional_zone_is_resumed_too(Bench bench)
    {
        byte[] data = bench.Blocks(4, 11);
        bench.Plan.Add(Short(landedBlocks: 3));
        ZonedIOException failure = await ShortAsync(bench.WriteAsync(0, 2, blocks: 4, seed: 11));
        Check.Equal(bench.At(0, 2), await bench.Device.ResumeAsync(failure, data));
        Check.Bytes(data, await bench.ReadAsync(0, 2, 4));
    }

    private static FaultRule Short(int landedBlocks) => new() { Event = DriveEvent.Write, Effect = FaultEffect.ShortTransfer, LandedBlocks = landedBlocks };

    private static async Task<ZonedIOException> ShortAsync(Task write)
    {
        ZonedIOException error = await Check.ThrowsAsync<ZonedIOException>(write);
        Check.Equal(ZoneError.ShortTransfer, error.Error);
        return error;
    }
}
