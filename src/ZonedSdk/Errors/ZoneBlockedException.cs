namespace ZonedSdk;

/// <summary>A command of the zone did not come back in time and may still execute: nothing may touch the zone until the command is known dead. Reads work.</summary>
public sealed class ZoneBlockedException : ZonedIOException
{
    internal ZoneBlockedException(string message, in ZonedIOFailure failure, Exception? innerException = null)
        : base(message, failure, innerException)
    {
    }
}
