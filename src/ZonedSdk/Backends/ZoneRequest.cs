namespace ZonedSdk.Backends;

/// <summary>
/// One read or write on its way through zone and backend: pooled, so that an operation allocates nothing.
/// This part is what a backend sees; <c>ZoneRequest.Protocol.cs</c> is what the zone keeps, <c>ZoneRequest.Awaiting.cs</c> what the caller awaits.
/// </summary>
/// <remarks>A write may head a chain of contiguous writes (<see cref="NextCoalesced"/>): the backend executes the chain as one vectored command of <see cref="CommandLengthBytes"/> and completes the head only.</remarks>
public sealed partial class ZoneRequest
{
    private long _ticket;

    internal ZoneRequest(bool isPooled = false)
    {
        _isPooled = isPooled;
    }

    /// <summary>Read, write or append.</summary>
    public ZoneRequestKind Kind { get; internal set; }

    /// <summary>Index of the zone that holds the whole range.</summary>
    public int ZoneIndex { get; internal set; }

    /// <summary>Absolute byte offset of the transfer. Of an append whose place the drive chooses it says nothing.</summary>
    public long Offset { get; internal set; }

    /// <summary>The caller's memory: source of a write, target of a read. Valid until <see cref="Complete"/>.</summary>
    public Memory<byte> Buffer { get; internal set; }

    /// <summary>Bytes of this request alone.</summary>
    public int LengthBytes => Buffer.Length;

    /// <summary>The next write of the same command, directly behind this one's last byte; null at the chain's end.</summary>
    public ZoneRequest? NextCoalesced { get; internal set; }

    /// <summary>Bytes of the whole command: this request and all coalesced behind it.</summary>
    public long CommandLengthBytes { get; internal set; }

    /// <summary>Identifies this use of the pooled object: take it at <see cref="IZoneBackend.Submit"/>, give it back at <see cref="Complete"/>.</summary>
    public long Ticket => Volatile.Read(ref _ticket);

    /// <summary>Free for the backend while it owns the request: links requests into the backend's own queue.</summary>
    public ZoneRequest? BackendNext { get; set; }

    /// <summary>Free for the backend while it owns the request.</summary>
    public object? BackendState { get; set; }

    /// <summary>Free for the backend while it owns the request.</summary>
    public long BackendData { get; set; }

    /// <summary>Ends an append (<see cref="ZoneRequestKind.Append"/>) that went well, all of it. For one that failed call <see cref="Complete"/>; the rules are the same.</summary>
    /// <param name="ticket">The <see cref="Ticket"/> seen at submission.</param>
    /// <param name="offset">Absolute byte offset at which the drive has put the data.</param>
    /// <returns>False when the completion was ignored.</returns>
    public bool CompleteAppend(long ticket, long offset)
    {
        if (!TryEnd(ticket))
        {
            return false;
        }

        AssignedOffset = offset;
        Owner!.OnCompleted(this, BackendResult.Success(LengthBytes));
        return true;
    }

    /// <summary>Ends the command. Call it once, when the command can no longer touch the buffer or the medium, holding no lock.</summary>
    /// <param name="ticket">The <see cref="Ticket"/> seen at submission. A completion with an old ticket (a duplicate, a late one) is ignored and counted.</param>
    /// <param name="result">How the command ended; <see cref="BackendResult.BytesTransferred"/> counts from the head's first byte.</param>
    /// <returns>False when the completion was ignored.</returns>
    public bool Complete(long ticket, in BackendResult result)
    {
        if (!TryEnd(ticket))
        {
            return false;
        }

        AssignedOffset = -1;
        Owner!.OnCompleted(this, result);
        return true;
    }

    private bool TryEnd(long ticket)
    {
        // Only an armed ticket is odd: a completion of a request at rest can never match.
        if ((ticket & 1) == 0 || Interlocked.CompareExchange(ref _ticket, ticket + 1, ticket) != ticket)
        {
            Diagnostics.ZonedMetrics.IgnoredCompletions.Add(1);
            return false;
        }

        return true;
    }
}
