namespace ZonedSdk;

/// <summary>Every zone of a log holds records, or is dead. <see cref="ZonedLog.TrimAsync"/> makes room, and appends work again.</summary>
public sealed class ZonedLogFullException : ZonedLogException
{
    internal ZonedLogFullException(string message, bool mayHaveBeenAppended)
        : base(message, innerException: null, mayHaveBeenAppended)
    {
    }
}
