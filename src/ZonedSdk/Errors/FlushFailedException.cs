namespace ZonedSdk;

/// <summary>A flush failed: what was not flushed before may be lost.</summary>
public sealed class FlushFailedException : ZonedIOException
{
    internal FlushFailedException(string message, in ZonedIOFailure failure, Exception? innerException = null)
        : base(message, failure, innerException)
    {
    }
}
