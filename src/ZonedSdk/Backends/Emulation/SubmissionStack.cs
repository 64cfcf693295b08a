using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace ZonedSdk.Backends.Emulation;

/// <summary>Where works wait between submission and kick: pushed by anybody without a lock, taken a lane at once, so that no link is ever reused under a reader.</summary>
/// <remarks>
/// With several lanes two threads that write to different zones do not take a cache line from each other with every operation. For that a thread must not even look into a lane that it has not pushed to: each remembers into which ones it has, and takes from those.
/// Nothing is left lying, because whoever submits kicks, on the same thread; a thread that kicks and has pushed nothing here itself kicks for somebody else, and looks into all.
/// </remarks>
internal sealed class SubmissionStack
{
    // The stack that this thread was at last, and a bit for each lane of it that it has pushed to and not taken since.
    [ThreadStatic]
    private static SubmissionStack? t_stack;

    [ThreadStatic]
    private static ulong t_pushed;

    private readonly Lane[] _lanes;

    /// <summary>Makes an empty one.</summary>
    /// <param name="lanes">How many; a power of two, 64 at most.</param>
    public SubmissionStack(int lanes = 1)
    {
        Debug.Assert((lanes & (lanes - 1)) == 0, "A lane is found by a mask.");
        _lanes = new Lane[lanes];
    }

    public int Lanes => _lanes.Length;

    private ulong AllLanes => ulong.MaxValue >> (64 - _lanes.Length);

    public void Push(DriveWork work)
    {
        int index = work.Lane & (_lanes.Length - 1);
        if (ReferenceEquals(t_stack, this))
        {
            t_pushed |= 1UL << index;
        }
        else
        {
            LookEverywhere();
        }

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

    /// <summary>This thread kicks: what it has pushed is to be taken, or, where it has pushed nothing, what others have.</summary>
    public void Kicked()
    {
        if (!ReferenceEquals(t_stack, this) || t_pushed == 0)
        {
            LookEverywhere();
        }
    }

    /// <summary>Everything in one of the lanes that are this thread's to take, the oldest first, linked by <see cref="DriveWork.NextWork"/>; null when they are all empty.</summary>
    public DriveWork? TakePushed()
    {
        if (!ReferenceEquals(t_stack, this))
        {
            // It was at another stack in between, and does not know any more what it left here.
            LookEverywhere();
        }

        while (t_pushed != 0)
        {
            int lane = BitOperations.TrailingZeroCount(t_pushed);

            // Before the look: what this thread pushes from here on has a bit again.
            t_pushed &= t_pushed - 1;
            if (Take(lane) is { } oldest)
            {
                return oldest;
            }
        }

        return null;
    }

    /// <summary>Everything that was pushed to some lane, by whomever, as <see cref="TakePushed"/> does; null when all lanes are empty.</summary>
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

    private void LookEverywhere()
    {
        t_stack = this;
        t_pushed = AllLanes;
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
