namespace ZonedSdk;

/// <summary>The whole device takes no such operation any more: it is gone, closed, read-only, or failed for good.</summary>
public sealed class ZonedDeviceFaultedException : ZonedIOException
{
    internal ZonedDeviceFaultedException(string message, in ZonedIOFailure failure, Exception? innerException = null)
        : base(message, failure, innerException)
    {
    }
}
