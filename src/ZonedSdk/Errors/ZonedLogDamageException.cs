namespace ZonedSdk;

/// <summary>Records of a log are missing: their bytes are damaged or cannot be read, or the zone that held them is dead. All others are still there.</summary>
/// <example>
/// <code>
/// catch (ZonedLogDamageException damage)
/// {
///     next = damage.NextSequence; // go on behind what is missing
/// }
/// </code>
/// </example>
public sealed class ZonedLogDamageException : ZonedLogException
{
    internal ZonedLogDamageException(string message, long firstSequence, long nextSequence, Exception? innerException)
        : base(message, innerException)
    {
        FirstSequence = firstSequence;
        NextSequence = nextSequence;
    }

    /// <summary>The number of the first record that is missing.</summary>
    public long FirstSequence { get; }

    /// <summary>The number of the first record behind what is missing: reading can go on there. A number that was never given to a record counts as missing, too.</summary>
    public long NextSequence { get; }
}
