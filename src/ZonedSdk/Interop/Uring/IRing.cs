namespace ZonedSdk.Interop.Uring;

/// <summary>Where operations are put that nobody waits for: an <see cref="IoRing"/>, or what a test puts in its place.</summary>
internal interface IRing : IAsyncDisposable
{
    /// <summary>Puts an operation in, from any thread; it is handed over with the next <see cref="Kick"/>.</summary>
    void Push(RingOperation operation);

    /// <summary>Has what was pushed handed over. The caller holds no lock.</summary>
    void Kick();

    /// <summary>From now on operations are completed on the ring's own thread: faster, and one that blocks stalls the ring.</summary>
    void CompleteInline();

    /// <summary>Has the kernel hold memory, so that transfers from there need not look it up and pin it; once. Operations name it by its address all the same.</summary>
    /// <param name="memory">The memory; the ring refers to it to its end.</param>
    void Register(PinnedArray memory);

    /// <summary>Why the kernel does not hold memory that was to be registered: an error number; 0 = it does, or nothing was to be.</summary>
    int MemoryErrno { get; }

    /// <summary>Begins to end it; who disposes of it waits besides.</summary>
    void Stop();
}
