namespace ZonedSdk.Interop.Uring;

/// <summary>The rings of one drive, each with a thread of its own. A zone goes by the same one for ever, and neighbours by different ones; src/decisions/0060 says why.</summary>
/// <typeparam name="TTransfer">What goes by them.</typeparam>
/// <param name="rings">The rings, one at least; owned.</param>
internal sealed class RingLanes<TTransfer>(IReadOnlyList<IRing> rings) : IAsyncDisposable
    where TTransfer : RingOperation
{
    private readonly RingLane<TTransfer>[] _lanes = [.. rings.Select(ring => new RingLane<TTransfer>(ring))];

    public int Count => _lanes.Length;

    /// <inheritdoc cref="IRing.MemoryErrno"/>
    /// <remarks>Of the first ring for which the kernel holds none.</remarks>
    public int MemoryErrno
    {
        get
        {
            foreach (RingLane<TTransfer> lane in _lanes)
            {
                if (lane.Ring.MemoryErrno is var errno and not 0)
                {
                    return errno;
                }
            }

            return 0;
        }
    }

    /// <summary>For so many rings the kernel holds no memory although it was to.</summary>
    public int CountWithoutMemory => _lanes.Count(static lane => lane.Ring.MemoryErrno != 0);

    public RingLane<TTransfer> Of(int zone) => _lanes.Length == 1 ? _lanes[0] : _lanes[(uint)zone % (uint)_lanes.Length];

    /// <inheritdoc cref="IRing.Kick"/>
    public void Kick()
    {
        // A ring to which nothing was pushed costs a look.
        foreach (RingLane<TTransfer> lane in _lanes)
        {
            lane.Ring.Kick();
        }
    }

    /// <inheritdoc cref="IRing.CompleteInline"/>
    public void CompleteInline() => Array.ForEach(_lanes, static lane => lane.Ring.CompleteInline());

    /// <inheritdoc cref="IRing.Register"/>
    public void Register(PinnedArray memory)
    {
        foreach (RingLane<TTransfer> lane in _lanes)
        {
            lane.Ring.Register(memory);
        }
    }

    /// <summary>Ends all of them at once, and then waits for each.</summary>
    public async ValueTask DisposeAsync()
    {
        Array.ForEach(_lanes, static lane => lane.Ring.Stop());
        foreach (RingLane<TTransfer> lane in _lanes)
        {
            await lane.Ring.DisposeAsync().ConfigureAwait(false);
        }
    }
}
