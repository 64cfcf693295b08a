namespace ZonedSdk;

/// <summary>The drive lost data whose write it had confirmed. The zone takes no writes until <see cref="ZonedDevice.RecoverAsync(int, CancellationToken)"/> was called by name.</summary>
public sealed class AcknowledgedDataLostException : ZonedIOException
{
    internal AcknowledgedDataLostException(string message, in ZonedIOFailure failure, Exception? innerException = null)
        : base(message, failure, innerException)
    {
    }
}
