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

    /// <summary>Fills zones to their capacity: four writers of each, all at once.</summary>
    /// <param name="device">The device.</param>
    /// <param name="zones">So many zones from the first.</param>
    /// <param name="pages">How many pages a zone holds.</param>
    public static Task FillAsync(ZonedDevice device, int zones, int pages) => Task.WhenAll(Enumerable.Range(0, zones * 4).Select(async writer =>
    {
        for (int i = 0; i < pages / 4; i++)
        {
            await device.AppendAsync(writer % zones, Stamp.Pages(1, writer)).ConfigureAwait(false);
        }
    }));

    /// <summary>Most open and most active zones that reports showed until it was told to end.</summary>
    public static async Task<(int Open, int Active)> WatchAsync(BlockDevice disk, CancellationToken end)
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
