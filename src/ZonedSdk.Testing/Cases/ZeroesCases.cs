using ZonedSdk.Testing.Benches;

namespace ZonedSdk.Testing.Cases;

/// <summary>Zeroes are written like any data.</summary>
internal static class ZeroesCases
{
    // More than one command takes, over several pieces of the runtime's own memory.
    private const int Many = 600;

    private static readonly CaseNeeds s_wide = new() { Shape = new DriveShape { ZoneBlocks = 1024, SizeBlocks = 2048, CapacityBlocks = 700, ConventionalZones = 1 } };

    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseList("zeroes", s_wide)
        .Add(Zeroes_move_the_write_pointer_and_read_back_as_zeroes)
        .Add(Zeroes_in_a_conventional_zone_stand_over_the_data_that_were_there, s_wide with { NeedsConventionalZone = true })
        .Add(Zeroes_off_the_pointer_or_beyond_the_capacity_are_refused_whole, s_wide with { HasGap = true })
        .Cases;

    private static async Task Zeroes_move_the_write_pointer_and_read_back_as_zeroes(Bench bench)
    {
        await bench.WriteAsync(1, 0, blocks: 2);
        await bench.Device.WriteZeroesAsync(bench.At(1, 2), (long)Many * bench.Block);
        await bench.AppendAsync(1, seed: 3);
        Check.Equal(Many + 3, bench.Written(1));
        Check.AllBytes(0, await bench.ReadAsync(1, 2, Many));
        Check.Bytes(bench.Blocks(2), await bench.ReadAsync(1, 0, 2));
        Check.Bytes(bench.Blocks(1, 3), await bench.ReadAsync(1, Many + 2, 1));
        await bench.AssertAgreedAsync();
    }

    private static async Task Zeroes_in_a_conventional_zone_stand_over_the_data_that_were_there(Bench bench)
    {
        await bench.WriteAsync(0, 3, blocks: 3);
        await bench.Device.WriteZeroesAsync(bench.At(0, 4), bench.Block);
        Check.AllBytes(0, await bench.ReadAsync(0, 4, 1));
        Check.Bytes(bench.Blocks(3).AsMemory(0, bench.Block), await bench.ReadAsync(0, 3, 1));
    }

    private static async Task Zeroes_off_the_pointer_or_beyond_the_capacity_are_refused_whole(Bench bench)
    {
        long tooMany = bench.Known(1).CapacityBytes + bench.Block;
        ZonedIOException off = await Check.ThrowsAsync<ZonedIOException>(ZeroAsync(bench, 1, bench.Block));
        ZonedIOException beyond = await Check.ThrowsAsync<ZonedIOException>(ZeroAsync(bench, 0, tooMany));
        Check.Equal((ZoneError.Misaligned, ZoneError.Boundary, 0L), (off.Error, beyond.Error, beyond.LandedBytes ?? -1));
        Check.Equal((bench.At(1, 0), tooMany), (beyond.Offset, beyond.LengthBytes));
        Check.Equal(0, bench.Written(1));
        await bench.FinishZoneAsync(1);
        await Check.ThrowsAsync<ZoneFullException>(ZeroAsync(bench, 0, bench.Block));
        await Check.ThrowsAsync<ZoneFullException>(ZeroAsync(bench, 0, tooMany));
        await bench.AssertAgreedAsync();
    }

    private static Task ZeroAsync(Bench bench, long block, long lengthBytes) => bench.Device.WriteZeroesAsync(bench.At(1, block), lengthBytes).AsTask();
}
