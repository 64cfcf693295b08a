using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ZonedSdk.Backends.Emulation;

/// <summary>Where works wait between submission and kick: pushed by anybody without a lock, taken a lane at once, so that no link is ever reused under a reader.</summary>
/// <remarks>With several lanes two threads that write to different zones do not take a cache line from each other with every operation.</remarks>
internal sealed class SubmissionStack
{
    // Where this thread pushed last, and so where it looks first. It says no more than that: whoever kicks takes from all lanes.
    [ThreadStatic]
    private static int t_lane;

    private readonly Lane[] _lanes;

    /// <summary>Makes an empty one.</summary>
    /// <param name="lanes">How many; a power of two.</param>
    public SubmissionStack(int lanes = 1)
    {
        Debug.Assert((lanes & (lanes - 1)) == 0, "A lane is found by a mask.");
        _lanes = new Lane[lanes];
    }

    public int Lanes => _lanes.Length;

    public void Push(DriveWork work)
    {
        int index = work.Lane & (_lanes.Length - 1);
        t_lane = index;
        ref DriveWork? slot = ref _lanes[index].Top;
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
        int first = t_lane;
        for (int index = 0; index < _lanes.Length; index++)
        {
            if (Take((first + index) & (_lanes.Length - 1)) is { } oldest)
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
