namespace ZonedSdk;

/// <summary>The write stood behind one that failed. Nothing is wrong with it: append it again, or write it at the new write pointer. <see cref="ZonedIOException.RootCause"/> says what failed.</summary>
public sealed class ZoneFollowerException : ZonedIOException
{
    internal ZoneFollowerException(string message, in ZonedIOFailure failure, Exception? innerException = null)
        : base(message, failure, innerException)
    {
    }
}
