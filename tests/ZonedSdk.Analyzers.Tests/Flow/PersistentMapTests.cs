using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Tests.Flow;

/// <summary>The map of the data flow: against the framework's own, and that equal parts cost nothing.</summary>
public sealed class PersistentMapTests
{
    private static readonly PersistentMap<Key, string> s_empty = PersistentMap<Key, string>.Empty;

    [Theory]
    [InlineData(1, int.MaxValue)]
    [InlineData(2, 7)]
    [InlineData(3, 1)]
    public void It_contains_what_a_dictionary_would(int seed, int hashes)
    {
        var random = new Random(seed);
        PersistentMap<Key, string> map = s_empty;
        Dictionary<Key, string> expected = [];
        for (int i = 0; i < 2000; i++)
        {
            var key = new Key(random.Next(100), hashes);
            if (random.Next(3) == 0)
            {
                map = map.Remove(key);
                expected.Remove(key);
            }
            else
            {
                string value = random.Next(5).ToString(System.Globalization.CultureInfo.InvariantCulture);
                map = map.Set(key, value);
                expected[key] = value;
            }

            Assert.Equal(expected.Count, map.Count);
            Assert.Equal(expected.GetValueOrDefault(key), map.Find(key));
        }

        Assert.Equal(expected.OrderBy(static e => e.Key.Number), map.Entries.OrderBy(static e => e.Key.Number));
    }

    [Theory]
    [InlineData(4, int.MaxValue)]
    [InlineData(5, 7)]
    [InlineData(6, 1)]
    public void It_tells_where_two_maps_differ(int seed, int hashes)
    {
        var random = new Random(seed);
        for (int round = 0; round < 200; round++)
        {
            (PersistentMap<Key, string> left, Dictionary<Key, string> inLeft) = Some(random, hashes);
            (PersistentMap<Key, string> right, Dictionary<Key, string> inRight) = Some(random, hashes);
            var expected = inLeft.Keys.Union(inRight.Keys)
                .Select(k => new Difference<Key, string>(k, inLeft.GetValueOrDefault(k), inRight.GetValueOrDefault(k)))
                .Where(static d => d.Left != d.Right)
                .OrderBy(static d => d.Key.Number);
            Assert.Equal(expected, left.Compare(right).OrderBy(static d => d.Key.Number));
            Assert.Equal(!expected.Any(), left.Equals(right));
        }
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(3)]
    public void Maps_are_equal_however_they_came_about(int hashes)
    {
        PersistentMap<Key, string> up = s_empty;
        PersistentMap<Key, string> down = s_empty.Set(new Key(1000, hashes), "gone");
        for (int i = 0; i < 100; i++)
        {
            up = up.Set(new Key(i, hashes), "a").Set(new Key(i, hashes), "b");
            down = down.Set(new Key(99 - i, hashes), "b");
        }

        down = down.Remove(new Key(1000, hashes));
        Assert.Equal(up, down);
        Assert.Equal(up.GetHashCode(), down.GetHashCode());
        Assert.Empty(up.Compare(down));
        Assert.NotEqual(up, down.Set(new Key(50, hashes), "c"));
    }

    [Fact]
    public void An_entry_that_is_there_already_changes_nothing()
    {
        PersistentMap<Key, string> map = s_empty.Set(new Key(1, 10), "a").Set(new Key(2, 10), "b");
        Assert.Same(map, map.Set(new Key(2, 10), "b"));
        Assert.Same(map, map.Remove(new Key(3, 10)));
        Assert.Same(s_empty, map.Remove(new Key(1, 10)).Remove(new Key(2, 10)));
    }

    [Fact]
    public void What_two_versions_share_is_not_looked_at()
    {
        PersistentMap<Key, string> before = s_empty;
        for (int i = 0; i < 100_000; i++)
        {
            before = before.Set(new Key(i, int.MaxValue), "a");
        }

        PersistentMap<Key, string> after = before.Set(new Key(5, int.MaxValue), "b").Set(new Key(77_777, int.MaxValue), "c").Remove(new Key(9, int.MaxValue));
        long start = FlowWork.Entries;
        Assert.Equal(3, before.Compare(after).Count);
        Assert.NotEqual(before, after);
        Assert.InRange(FlowWork.Entries - start, 3, 400);
    }

    private static (PersistentMap<Key, string> Map, Dictionary<Key, string> Entries) Some(Random random, int hashes)
    {
        PersistentMap<Key, string> map = s_empty;
        Dictionary<Key, string> entries = [];
        for (int i = random.Next(12); i > 0; i--)
        {
            var key = new Key(random.Next(8), hashes);
            string value = random.Next(2) == 0 ? "x" : "y";
            map = map.Set(key, value);
            entries[key] = value;
        }

        return (map, entries);
    }

    /// <summary>A key of which only so many hash codes exist.</summary>
    private sealed record Key(int Number, int Hashes)
    {
        public override int GetHashCode() => Number % Hashes;
    }
}
