namespace ZonedSdk.Backends.Emulation.Scheduling;

/// <summary>Runs works on the thread that kicks, those of a zone in the order of submission. Works submitted by a completion run in the same loop, not deeper on the stack.</summary>
internal sealed class InlineScheduler : IDriveScheduler
{
    // Which scheduler's loop runs on this thread: a kick from within must return to that loop. It says nothing between two calls.
    [ThreadStatic]
    private static InlineScheduler? _running;

    public int Lanes => 8;

    public void Dispatch(SubmissionStack submitted)
    {
        submitted.Kicked();
        InlineScheduler? outer = _running;
        if (ReferenceEquals(outer, this))
        {
            return;
        }

        _running = this;
        try
        {
            while (submitted.TakePushed() is { } work)
            {
                for (DriveWork? next; work is not null; work = next!)
                {
                    next = work.NextWork;
                    work.NextWork = null;
                    work.Execute();
                }
            }
        }
        finally
        {
            _running = outer;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
