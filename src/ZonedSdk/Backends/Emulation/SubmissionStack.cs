using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ZonedSdk.Backends.Emulation;

/// <summary>Where works wait between submission and kick: pushed by anybody without a lock, taken a lane at once, so that no link is ever reused under a reader.</summary>
/// <remarks>With several lanes two threads that write to different zones do not take a cache line from each other with every operation, as long as neither looks into a lane for no reason: who kicks says where there may be something, by a mask with a bit for each lane.</remarks>
internal sealed class SubmissionStack
{
    private readonly Lane[] _lanes;

    /// <summary>Makes an empty one.</summary>
    /// <param name="lanes">How many; a power of two, 64 at most.</param>
    public SubmissionStack(int lanes = 1)
    {
        Debug.Assert((lanes & (lanes - 1)) == 0, "A lane is found by a mask.");
        _lanes = new Lane[lanes];
    }

    /// <summary>All lanes.</summary>
    public ulong AllLanes => ulong.MaxValue >> (64 - _lanes.Length);

    /// <summary>The lane of the works that say so of themselves (<see cref="DriveWork.Lane"/>).</summary>
    public ulong MaskOf(int lane) => 1UL << (lane & (_lanes.Length - 1));

    public void Push(DriveWork work)
    {
        ref DriveWork? slot = ref _lanes[work.Lane & (_lanes.Length - 1)].Top;
        DriveWork? top = Volatile.Read(ref slot);
        while (true)
        {
            work.NextWork = top;
            DriveWork? seen = Interlocked.CompareExchange(ref slot, work, top);
            if (ReferenceEquals(seen, top))
            {
                return;
            }

            top = seen;
        }
    }

    /// <summary>Everything that was pushed to some lane, the oldest first, linked by <see cref="DriveWork.NextWork"/>; null when all lanes are empty.</summary>
    public DriveWork? TakeAll()
    {
        for (int lane = 0; lane < _lanes.Length; lane++)
        {
            if (Take(lane) is { } oldest)
            {
                return oldest;
            }
        }

        return null;
    }

    /// <summary>Everything that was pushed to one lane, the oldest first, linked by <see cref="DriveWork.NextWork"/>; null when it is empty.</summary>
    public DriveWork? Take(int lane)
    {
        ref DriveWork? slot = ref _lanes[lane].Top;
        return Volatile.Read(ref slot) is null ? null : Reverse(Interlocked.Exchange(ref slot, null));
    }

    private static DriveWork? Reverse(DriveWork? newestFirst)
    {
        DriveWork? oldestFirst = null;
        while (newestFirst is not null)
        {
            DriveWork? next = newestFirst.NextWork;
            newestFirst.NextWork = oldestFirst;
            oldestFirst = newestFirst;
            newestFirst = next;
        }

        return oldestFirst;
    }

    // A cache line and the one that the processor fetches with it.
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Lane
    {
        public DriveWork? Top;
    }
}
