namespace ZonedSdk.Backends;

/// <summary>Stands between a described backend and its <c>Core</c> members: for tracing, and for errors that the real path must cope with. Called from any thread. Loading and storing a zone's state (<c>LoadCore</c>, <c>StoreCore</c>) are no commands, and are not seen.</summary>
public interface ICommandProbe
{
    /// <summary>A call is about to be made.</summary>
    /// <param name="call">The call.</param>
    /// <returns>0 to let it happen; otherwise the error code that it ends with, as if the system had returned it.</returns>
    int Before(in CommandCall call);

    /// <summary>A call has ended.</summary>
    /// <param name="call">The call.</param>
    /// <param name="result">For transfers the bytes, for an append its distance from the zone's start, for a report the zones, otherwise 0; minus the error code where it failed.</param>
    /// <param name="error">What the backend's table says of the error code.</param>
    void After(in CommandCall call, long result, ZoneError error);
}
