using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;

namespace ZonedSdk.Tests.Rings;

/// <summary>Several rings of one drive as one.</summary>
public sealed class RingLanesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(64)]
    public void Neighbouring_zones_go_by_different_rings_and_a_zone_always_by_the_same(int count)
    {
        RingLanes<TestOperation> lanes = Of(Enumerable.Range(0, count).Select(_ => new CountingRing()));
        IRing[] first = [.. Enumerable.Range(0, 1000).Select(zone => lanes.Of(zone).Ring)];
        for (int zone = 0; zone < first.Length; zone++)
        {
            Assert.Same(first[zone], lanes.Of(zone).Ring);
            Assert.Equal(count, first.Skip(zone).Take(count).Distinct().Count() + Math.Max(0, zone + count - first.Length));
        }

        Assert.NotNull(lanes.Of(int.MaxValue));
        Assert.Equal(count, lanes.Count);
    }

    [Fact]
    public void What_is_said_to_the_drive_is_said_to_each_ring()
    {
        CountingRing[] rings = [new(), new(), new()];
        RingLanes<TestOperation> lanes = Of(rings);
        lanes.Kick();
        lanes.CompleteInline();
        PinnedArray memory = new(4096, 4096);
        lanes.Register(memory);
        Assert.All(rings, ring => Assert.Equal((1, true, memory), (ring.Kicks, ring.CompletesInline, ring.Memory)));
        Assert.Equal(0, lanes.MemoryErrno);
        rings[1].MemoryErrno = Errno.NoMemory;
        Assert.Equal(Errno.NoMemory, lanes.MemoryErrno);
    }

    [Fact]
    public async Task All_rings_begin_to_end_before_one_is_waited_for_and_each_is_waited_for()
    {
        CountingRing[] rings = [new(), new(), new()];
        Task ending = Of(rings).DisposeAsync().AsTask();
        Assert.All(rings, ring => Assert.True(ring.IsStopped));

        // In an order in which nobody waits for them.
        foreach (CountingRing ring in rings.Reverse())
        {
            Assert.False(ending.IsCompleted);
            ring.End.SetResult();
        }

        await ending.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Transfer_is_taken_again_where_it_was_given_back_and_nowhere_else()
    {
        RingLanes<TestOperation> lanes = Of([new CountingRing(), new CountingRing()]);
        TestOperation transfer = TestOperation.Nothing();
        lanes.Of(1).Return(transfer);
        Assert.False(lanes.Of(0).TryTake(out _));
        Assert.True(lanes.Of(3).TryTake(out TestOperation? taken));
        Assert.Same(transfer, taken);
        Assert.False(lanes.Of(1).TryTake(out _));
    }

    private static RingLanes<TestOperation> Of(IEnumerable<CountingRing> rings) => new([.. rings]);

    /// <summary>Keeps in mind what it was told.</summary>
    private sealed class CountingRing : IRing
    {
        public TaskCompletionSource End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Kicks { get; private set; }

        public bool CompletesInline { get; private set; }

        public bool IsStopped { get; private set; }

        public PinnedArray? Memory { get; private set; }

        public int MemoryErrno { get; set; }

        public void Push(RingOperation operation) => throw new InvalidOperationException("Nothing was to be pushed.");

        public void Kick() => Kicks++;

        public void CompleteInline() => CompletesInline = true;

        public void Register(PinnedArray memory) => Memory = memory;

        public void Stop() => IsStopped = true;

        public ValueTask DisposeAsync() => new(End.Task);
    }
}
