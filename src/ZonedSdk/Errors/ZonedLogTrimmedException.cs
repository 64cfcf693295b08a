namespace ZonedSdk;

/// <summary>The record that was to be read is no longer in the log: it was trimmed.</summary>
public sealed class ZonedLogTrimmedException : ZonedLogException
{
    internal ZonedLogTrimmedException(string message, long sequence, long firstSequence)
        : base(message)
    {
        Sequence = sequence;
        FirstSequence = firstSequence;
    }

    /// <summary>The number of the record that was to be read.</summary>
    public long Sequence { get; }

    /// <summary>The number of the first record that the log still has: reading can go on there.</summary>
    public long FirstSequence { get; }
}
