namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>Many writers at once, and those who look at what they have done.</summary>
internal static class Writers
{
    /// <summary>Appends of one to three pages, each in memory of its own; where they came to stand, and what they are. So many as can be under way at once are when this returns.</summary>
    public static async Task<Dictionary<long, byte[]>> AppendAsync(ZonedDevice device, int zone, int writers, int appendsOfEach, int ofEachAtOnce = 1)
    {
        Dictionary<long, byte[]> landed = [];
        await Task.WhenAll(Enumerable.Range(0, writers * ofEachAtOnce).Select(async one =>
        {
            for (int i = 0; i < appendsOfEach / ofEachAtOnce; i++)
            {
                int seed = (one * appendsOfEach) + i;
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
}
