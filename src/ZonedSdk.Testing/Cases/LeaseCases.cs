using ZonedSdk.Testing.Benches;

namespace ZonedSdk.Testing.Cases;

/// <summary>Leases: of a zone that is kept open, and of one that is being read.</summary>
internal static class LeaseCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = new CaseList("leases")
        .Add(The_end_of_the_last_lease_closes_the_zone)
        .Add(A_lease_appends_to_its_zone)
        .Add(A_zone_that_is_full_needs_no_closing)
        .Add(A_reset_waits_for_a_reader)
        .Add(Closing_the_device_closes_what_is_explicitly_open)
        .Cases;

    private static async Task The_end_of_the_last_lease_closes_the_zone(Bench bench)
    {
        OpenZoneLease first = await bench.Device.OpenZoneAsync(bench.Index(1));
        OpenZoneLease second = await bench.Device.OpenZoneAsync(bench.Index(1));
        await bench.AppendAsync(1);
        await first.DisposeAsync();
        Check.Equal("X1", await bench.DescribeAsync(1, withPointer: true));
        await second.DisposeAsync();
        Check.Equal("C1", await bench.DescribeAsync(1, withPointer: true));
        await bench.AssertAgreedAsync();
    }

    private static async Task A_lease_appends_to_its_zone(Bench bench)
    {
        OpenZoneLease lease = await bench.Device.OpenZoneAsync(bench.Index(1));
        await using (lease)
        {
            Check.Equal(bench.At(1, 0), await lease.AppendAsync(bench.Blocks(2, 4)));
            Check.Equal(bench.At(1, 2), await lease.AppendAsync(bench.Blocks(1, 5)));
        }

        Check.Bytes((byte[])[.. bench.Blocks(2, 4), .. bench.Blocks(1, 5)], await bench.ReadAsync(1, 0, 3), "what the lease appended");
        Check.Equal("C3", await bench.DescribeAsync(1, withPointer: true));
    }

    private static async Task A_zone_that_is_full_needs_no_closing(Bench bench)
    {
        OpenZoneLease lease = await bench.Device.OpenZoneAsync(bench.Index(1));
        await bench.FillAsync(1);
        await lease.DisposeAsync();
        Check.Equal("F", await bench.DescribeAsync(1, withPointer: true));
        await bench.AssertAgreedAsync();
    }

    private static async Task A_reset_waits_for_a_reader(Bench bench)
    {
        await bench.AppendAsync(1, blocks: 2, seed: 3);
        ZoneReaderLease reader = await bench.Device.AcquireReaderLeaseAsync(bench.Index(1));
        Task reset = bench.ResetZoneAsync(1);
        Check.False(reset.IsCompleted);
        Check.Bytes(bench.Blocks(2, 3), await bench.ReadAsync(1, 0, 2), "what a reader with a lease reads");
        reader.Dispose();
        await reset;
        Check.Equal("E0", await bench.DescribeAsync(1, withPointer: true));
    }

    private static async Task Closing_the_device_closes_what_is_explicitly_open(Bench bench)
    {
        _ = await bench.Device.OpenZoneAsync(bench.Index(1));
        await bench.AppendAsync(1);
        await bench.ReopenAsync();
        Check.Equal("C1", await bench.DescribeAsync(1, withPointer: true));
    }
}
