using ZonedSdk.KernelTests.Devices;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>Many writers at once, and those who look at what they have done.</summary>
internal static class Writers
{
    /// <summary>Appends of one to three pages, each in memory of its own; where they came to stand, and what they are.</summary>
    public static async Task<Dictionary<long, byte[]>> AppendAsync(ZonedDevice device, int zone, int writers, int appendsOfEach)
    {
        Dictionary<long, byte[]> landed = [];
        await Task.WhenAll(Enumerable.Range(0, writers).Select(async writer =>
        {
            for (int i = 0; i < appendsOfEach; i++)
            {
                int seed = (writer * appendsOfEach) + i;
                byte[] data = Stamp.Pages(1 + (seed % 3), seed);
                long offset = await device.AppendAsync(zone, data).ConfigureAwait(false);
                lock (landed)
                {
                    landed.Add(offset, data);
                }
            }
        }));
        return landed;
    }

    public static async Task CompareAsync(ZonedDevice device, Dictionary<long, byte[]> landed)
    {
        foreach ((long offset, byte[] data) in landed)
        {
            byte[] read = new byte[data.Length];
            Assert.Equal(read.Length, await device.ReadAsync(offset, read));
            Assert.True(read.AsSpan().SequenceEqual(data), $"What stands at {offset} is not what was appended there.");
        }
    }

    /// <summary>Fills zones to their capacity, four writers of each, all at once, and looks meanwhile how many are open.</summary>
    /// <param name="disk">The block device beneath.</param>
    /// <param name="device">The device.</param>
    /// <param name="zones">So many zones from the first.</param>
    /// <param name="pages">How many pages an append has; a zone holds four times as many, or eight times, and so on.</param>
    /// <returns>Most open and most active zones that reports showed.</returns>
    public static async Task<(int Open, int Active)> FillAsync(BlockDevice disk, ZonedDevice device, int zones, int pages)
    {
        // Those who look begin with a report. However fast the rest is, there is an open zone then.
        byte[] first = Stamp.Pages(pages, seed: 0);
        await device.AppendAsync(0, first).ConfigureAwait(false);
        using CancellationTokenSource filled = new();
        Task<(int Open, int Active)> watch = WatchAsync(disk, filled.Token);
        await Task.WhenAll(Enumerable.Range(0, zones * 4).Select(async writer =>
        {
            int zone = writer % zones;
            byte[] data = Stamp.Pages(pages, writer);
            long appends = device.GetZone(zone).CapacityBytes / data.Length / 4;
            for (long done = writer == 0 ? 1 : 0; done < appends; done++)
            {
                await device.AppendAsync(zone, data).ConfigureAwait(false);
            }
        })).ConfigureAwait(false);
        await filled.CancelAsync().ConfigureAwait(false);
        return await watch.ConfigureAwait(false);
    }

    private static async Task<(int Open, int Active)> WatchAsync(BlockDevice disk, CancellationToken end)
    {
        int open = 0;
        int active = 0;
        while (!end.IsCancellationRequested)
        {
            IReadOnlyList<ReportedZone> zones = disk.Report();
            int opened = zones.Count(zone => zone.Condition is "oi" or "oe");
            open = Math.Max(open, opened);
            active = Math.Max(active, opened + zones.Count(zone => zone.Condition == "cl"));
            await Task.Yield();
        }

        return (open, active);
    }
}
