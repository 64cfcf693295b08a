namespace ZonedSdk;

/// <summary>The zone takes no writes any more, by the drive's word or by the error policy. Reads work.</summary>
public sealed class ZoneReadOnlyException : ZonedIOException
{
    internal ZoneReadOnlyException(string message, in ZonedIOFailure failure, Exception? innerException = null)
        : base(message, failure, innerException)
    {
    }
}
