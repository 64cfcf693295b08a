namespace ZonedSdk.Simulation.Stress;

/// <summary>Watches over what a failed flush closes: from when somebody has heard of it until somebody asks for a recovery nothing may be written or flushed.</summary>
internal sealed class StressLatch(StressLedger ledger)
{
    private readonly Lock _gate = new();
    private int _begun;
    private int _ended;
    private int _closedIn = -1;
    private bool _isWanted;

    /// <summary>Which recovery was the last one, at the beginning of an operation; -1 while one is under way, because nobody can say then whether the device is closed.</summary>
    public int Mark()
    {
        lock (_gate)
        {
            return _begun == _ended ? _begun : -1;
        }
    }

    /// <summary>Somebody has heard of a failed flush, and no recovery has dealt with it.</summary>
    public bool IsRecoveryWanted
    {
        get
        {
            lock (_gate)
            {
                return _isWanted;
            }
        }
    }

    /// <summary>An operation with that mark failed because a flush had failed.</summary>
    public void Hear(int mark)
    {
        lock (_gate)
        {
            if (mark == _begun)
            {
                _closedIn = mark;
                _isWanted = true;
            }
        }
    }

    /// <summary>Whether the device is known to be closed to what begins now.</summary>
    public bool IsClosed(int mark)
    {
        lock (_gate)
        {
            return mark >= 0 && mark == _closedIn;
        }
    }

    /// <summary>An operation succeeded that had begun when the device was closed.</summary>
    public void CheckSuccess(int mark, bool wasClosed, string what)
    {
        lock (_gate)
        {
            if (wasClosed && mark == _begun)
            {
                ledger.Wrong($"closed: {what} succeeded after a flush had failed and before anybody asked for a recovery.");
            }
        }
    }

    public void BeginRecovery()
    {
        lock (_gate)
        {
            _begun++;
            _isWanted = false;
        }
    }

    public void EndRecovery(bool succeeded)
    {
        lock (_gate)
        {
            _ended++;
            _isWanted |= !succeeded;
        }
    }
}
