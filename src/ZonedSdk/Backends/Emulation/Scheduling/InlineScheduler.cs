using System.Numerics;

namespace ZonedSdk.Backends.Emulation.Scheduling;

/// <summary>Runs works on the thread that kicks, those of a zone in the order of submission. Works submitted by a completion run in the same loop, not deeper on the stack.</summary>
internal sealed class InlineScheduler : IDriveScheduler
{
    // Which scheduler's loop runs on this thread: a kick from within must return to that loop. It says nothing between two calls.
    [ThreadStatic]
    private static InlineScheduler? _running;

    // Where that loop has still to look.
    [ThreadStatic]
    private static ulong _lanes;

    public int Lanes => 8;

    public void Dispatch(SubmissionStack submitted, ulong lanes)
    {
        (InlineScheduler? outer, ulong outerLanes) = (_running, _lanes);
        if (ReferenceEquals(outer, this))
        {
            _lanes |= lanes;
            return;
        }

        _running = this;
        _lanes = lanes;
        try
        {
            while (_lanes != 0)
            {
                int lane = BitOperations.TrailingZeroCount(_lanes);

                // Before the look: what a work submits from here on is kicked anew.
                _lanes &= _lanes - 1;
                for (DriveWork? next, work = submitted.Take(lane); work is not null; work = next)
                {
                    next = work.NextWork;
                    work.NextWork = null;
                    work.Execute();
                }
            }
        }
        finally
        {
            (_running, _lanes) = (outer, outerLanes);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
