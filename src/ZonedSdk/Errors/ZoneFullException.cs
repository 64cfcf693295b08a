namespace ZonedSdk;

/// <summary>The zone is full, or too little of it is left for the append.</summary>
public sealed class ZoneFullException : ZonedIOException
{
    internal ZoneFullException(string message, in ZonedIOFailure failure, long remainingBytes)
        : base(message, failure)
    {
        RemainingBytes = remainingBytes;
    }

    /// <summary>Bytes between the write pointer and the capacity at the time of the refusal.</summary>
    public long RemainingBytes { get; }
}
