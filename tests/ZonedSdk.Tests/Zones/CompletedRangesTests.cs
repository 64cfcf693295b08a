using ZonedSdk.Zones;

namespace ZonedSdk.Tests.Zones;

/// <summary>What has completed above a pointer, in whatever order.</summary>
public sealed class CompletedRangesTests
{
    [Fact]
    public void Ranges_that_touch_are_one()
    {
        CompletedRanges ranges = new(4);
        ranges.Add(20, 30);
        ranges.Add(40, 50);
        ranges.Add(30, 40);
        Assert.Equal((1, (20L, 50L)), (ranges.Count, ranges[0]));
        Assert.Equal(10, ranges.Advance(10));
        ranges.Add(10, 20);
        Assert.Equal(50, ranges.Advance(10));
        Assert.Equal(0, ranges.Count);
    }

    [Theory]
    [InlineData(10, 20, true)]
    [InlineData(5, 11, true)]
    [InlineData(19, 25, true)]
    [InlineData(12, 13, true)]
    [InlineData(0, 10, false)]
    [InlineData(20, 30, false)]
    public void A_byte_belongs_to_one_range(long start, long end, bool overlaps)
    {
        CompletedRanges ranges = new(4);
        ranges.Add(10, 20);
        Assert.Equal(overlaps, ranges.Overlaps(start, end));
    }

    [Fact]
    public void Any_order_of_completions_ends_with_the_whole_prefix()
    {
        const int Seed = 23;
        Random random = new(Seed);
        for (int round = 0; round < 200; round++)
        {
            long[] starts = [.. Enumerable.Range(0, 32).Select(i => i * 10L)];
            random.Shuffle(starts);
            CompletedRanges ranges = new(32);
            bool[] done = new bool[32];
            long pointer = 0;
            foreach (long start in starts)
            {
                ranges.Add(start, start + 10);
                done[start / 10] = true;
                pointer = ranges.Advance(pointer);
                Assert.Equal(done.TakeWhile(isDone => isDone).Count() * 10, pointer);
            }

            Assert.Equal((0, true), (ranges.Count, ranges.HasRoom));
        }
    }
}
