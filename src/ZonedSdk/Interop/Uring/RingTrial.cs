namespace ZonedSdk.Interop.Uring;

/// <summary>An operation that changes nothing and that is waited for: it shows that the kernel, a security module and the driver let such operations through.</summary>
internal abstract class RingTrial : RingOperation, IDisposable
{
    private readonly ManualResetEventSlim _hasEnded = new();
    private int _result;

    // Whoever waits may hold up the thread pool.
    protected internal override bool IsBrief => true;

    /// <summary>Puts it into a ring, and waits for its end.</summary>
    /// <returns>What the operation returned, or minus an error number.</returns>
    public int Run(IRing ring)
    {
        ring.Push(this);
        ring.Kick();
        _hasEnded.Wait();
        return _result;
    }

    public virtual void Dispose() => _hasEnded.Dispose();

    protected internal override void Complete(in RingCompletion completion)
    {
        _result = completion.Result;
        _hasEnded.Set();
    }
}
