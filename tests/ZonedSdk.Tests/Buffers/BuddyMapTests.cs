using ZonedSdk.Buffers;

namespace ZonedSdk.Tests.Buffers;

/// <summary>Blocks of an arena against a plain picture of it, unit by unit.</summary>
public sealed class BuddyMapTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(64, 4)]
    [InlineData(100, 5)]
    [InlineData(1000, 6)]
    [InlineData(1023, 7)]
    public void Blocks_lie_at_multiples_of_their_length_and_nobody_elses(int units, int seed)
    {
        BuddyMap map = new(units);
        bool[] isTaken = new bool[units];
        List<(int Start, int Order)> taken = [];
        Random random = new(seed);
        for (int step = 0; step < 20_000; step++)
        {
            if (taken.Count > 0 && random.Next(100) < (step / 1000 % 2 == 0 ? 40 : 60))
            {
                int index = random.Next(taken.Count);
                (int start, int order) = taken[index];
                taken.RemoveAt(index);
                map.GiveBack(start, order);
                Array.Fill(isTaken, false, start, 1 << order);
            }
            else
            {
                int order = random.Next(map.Orders);
                int start = map.Take(order);
                if (start < 0)
                {
                    Assert.False(HasRoom(isTaken, 1 << order), $"Step {step}: order {order} was refused although there is room.");
                    continue;
                }

                Assert.Equal(0, start % (1 << order));
                Assert.DoesNotContain(true, isTaken[start..(start + (1 << order))]);
                Array.Fill(isTaken, true, start, 1 << order);
                taken.Add((start, order));
            }

            Assert.Equal(isTaken.Count(static unit => !unit), map.FreeUnits);
        }

        taken.ForEach(block => map.GiveBack(block.Start, block.Order));
        Assert.Equal(units, map.FreeUnits);

        // All has been joined again: the longest block is there, and beside it one for each further bit of the length.
        for (int order = map.Orders - 1; order >= 0; order--)
        {
            Assert.Equal((units >> order & 1) == 1, map.Take(order) >= 0);
        }

        Assert.Equal(0, map.FreeUnits);
    }

    [Fact]
    public void What_was_given_back_last_is_taken_first()
    {
        BuddyMap map = new(16);
        int[] starts = [.. Enumerable.Range(0, 16).Select(_ => map.Take(0))];
        Assert.Equal(-1, map.Take(0));
        map.GiveBack(starts[2], 0);
        map.GiveBack(starts[9], 0);
        Assert.Equal([starts[9], starts[2]], (int[])[map.Take(0), map.Take(0)]);
        Assert.Equal(-1, map.Take(map.Orders));
    }

    // Wherever a block of that length may lie.
    private static bool HasRoom(bool[] isTaken, int length)
    {
        for (int start = 0; start + length <= isTaken.Length; start += length)
        {
            if (!isTaken.AsSpan(start, length).Contains(true))
            {
                return true;
            }
        }

        return false;
    }
}
