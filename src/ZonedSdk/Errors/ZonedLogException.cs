namespace ZonedSdk;

/// <summary>A log (<see cref="ZonedLog"/>) cannot do what it was asked. Derived types exist where a caller would react in its own way.</summary>
public class ZonedLogException : ZonedException
{
    internal ZonedLogException(string message, Exception? innerException = null, bool mayHaveBeenAppended = false)
        : base(message, innerException) => MayHaveBeenAppended = mayHaveBeenAppended;

    /// <summary>Of an append: some of the record was at the drive, and nobody knows whether it will be found when the log is opened again. False: it will not be found.</summary>
    public bool MayHaveBeenAppended { get; }
}
