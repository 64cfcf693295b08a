namespace ZonedSdk;

/// <summary>No open or active zone resource became free in time. Finish, close or reset a zone.</summary>
public sealed class ZoneLimitException : ZonedIOException
{
    internal ZoneLimitException(string message, in ZonedIOFailure failure, Exception? innerException = null)
        : base(message, failure, innerException)
    {
    }
}
