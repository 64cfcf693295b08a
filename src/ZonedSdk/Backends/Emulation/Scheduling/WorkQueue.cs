namespace ZonedSdk.Backends.Emulation.Scheduling;

/// <summary>A first-in-first-out list of works. Not safe by itself: its owner's gate guards it.</summary>
internal struct WorkQueue
{
    private DriveWork? _first;
    private DriveWork? _last;

    public int Count { get; private set; }

    /// <summary>Appends a chain and says how many works it had.</summary>
    public int AppendChain(DriveWork? chain)
    {
        int added = 0;
        for (DriveWork? next; chain is not null; chain = next)
        {
            next = chain.NextWork;
            chain.NextWork = null;
            if (_last is null)
            {
                _first = chain;
            }
            else
            {
                _last.NextWork = chain;
            }

            _last = chain;
            added++;
        }

        Count += added;
        return added;
    }

    public DriveWork? Take()
    {
        DriveWork? work = _first;
        if (work is not null)
        {
            _first = work.NextWork;
            _last = _first is null ? null : _last;
            work.NextWork = null;
            Count--;
        }

        return work;
    }
}
