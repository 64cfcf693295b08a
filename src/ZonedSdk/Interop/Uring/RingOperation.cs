namespace ZonedSdk.Interop.Uring;

/// <summary>One operation on its way through a ring: made once and used again and again, so that it costs no object.</summary>
/// <remarks>From <see cref="IoRing.Push"/> until <see cref="Complete"/> it is the ring's.</remarks>
internal abstract class RingOperation
{
    /// <summary>Links it into one list of the ring at a time.</summary>
    internal RingOperation? Next { get; set; }

    /// <summary>By which its completion is known; only while it is in a slot.</summary>
    internal ulong Token { get; set; }

    /// <summary>How it ended, between the ring's thread and whoever completes it.</summary>
    internal RingCompletion Completion { get; set; }

    /// <summary>It is completed on the ring's thread whatever the ring is: it holds up nobody there, and somebody may wait for it who holds up the thread pool.</summary>
    protected internal virtual bool IsBrief => false;

    /// <summary>Writes the entry, all but its user data. Called on the ring's thread, which must not be held up.</summary>
    /// <param name="entry">Zeroed.</param>
    /// <param name="command">In a ring of large entries the 80 bytes of a command, zeroed; otherwise empty.</param>
    /// <returns>False where there is nothing to submit after all: it is completed as never submitted, with EINVAL.</returns>
    /// <remarks>Memory that the entry names is the kernel's from here on, and must neither move nor be freed until <see cref="Complete"/>.</remarks>
    protected internal abstract bool Prepare(ref SubmissionEntry entry, Span<byte> command);

    /// <summary>The kernel is done with it, and it is the owner's again: it may be pushed anew from within.</summary>
    /// <param name="completion">How it ended.</param>
    protected internal abstract void Complete(in RingCompletion completion);
}
