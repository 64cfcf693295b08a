namespace ZonedSdk;

/// <summary>The zone's state is unproven. <see cref="ZonedDevice.RecoverAsync(int, CancellationToken)"/>, a reset or a finish brings it back.</summary>
public sealed class ZoneFaultedException : ZonedIOException
{
    internal ZoneFaultedException(string message, in ZonedIOFailure failure, Exception? innerException = null)
        : base(message, failure, innerException)
    {
    }
}
