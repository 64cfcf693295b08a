namespace ZonedSdk.Backends.Emulation;

/// <summary>Where works wait between submission and kick: pushed by anybody without a lock, taken all at once, so that no link is ever reused under a reader.</summary>
internal sealed class SubmissionStack
{
    private DriveWork? _top;

    public void Push(DriveWork work)
    {
        DriveWork? top = Volatile.Read(ref _top);
        while (true)
        {
            work.NextWork = top;
            DriveWork? seen = Interlocked.CompareExchange(ref _top, work, top);
            if (ReferenceEquals(seen, top))
            {
                return;
            }

            top = seen;
        }
    }

    /// <summary>Everything that was pushed, the oldest first, linked by <see cref="DriveWork.NextWork"/>; null when there is nothing.</summary>
    public DriveWork? TakeAll()
    {
        if (Volatile.Read(ref _top) is null)
        {
            return null;
        }

        DriveWork? newestFirst = Interlocked.Exchange(ref _top, null);
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
}
