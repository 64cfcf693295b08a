namespace ZonedSdk;

/// <summary>The zone is being recovered, and the request was told not to wait or waited too long.</summary>
public sealed class ZoneRecoveringException : ZonedIOException
{
    internal ZoneRecoveringException(string message, in ZonedIOFailure failure, Exception? innerException = null)
        : base(message, failure, innerException)
    {
    }
}
