namespace ZonedSdk;

/// <summary>The zone was reset while the request waited for admission.</summary>
public sealed class ZoneResetException : ZonedIOException
{
    internal ZoneResetException(string message, in ZonedIOFailure failure, Exception? innerException = null)
        : base(message, failure, innerException)
    {
    }
}
