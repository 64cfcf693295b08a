namespace ZonedSdk;

/// <summary>The zone takes neither reads nor writes any more, by the drive's word or by the error policy.</summary>
public sealed class ZoneOfflineException : ZonedIOException
{
    internal ZoneOfflineException(string message, in ZonedIOFailure failure, Exception? innerException = null)
        : base(message, failure, innerException)
    {
    }
}
