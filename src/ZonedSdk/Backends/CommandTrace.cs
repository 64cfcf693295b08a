using System.Globalization;

namespace ZonedSdk.Backends;

/// <summary>Writes a line for every call that a described backend makes: what, where, and how it ended, in the codes of the system and in the words of the table.</summary>
/// <param name="write">Takes a line; called from any thread.</param>
public sealed class CommandTrace(Action<string> write) : ICommandProbe
{
    /// <inheritdoc/>
    public int Before(in CommandCall call) => 0;

    /// <inheritdoc/>
    public void After(in CommandCall call, long result, ZoneError error)
    {
        string where = call.Length == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{call.Command} zone {call.Zone}")
            : string.Create(CultureInfo.InvariantCulture, $"{call.Command} zone {call.Zone} +{call.OffsetInZone} length {call.Length}");
        write(error == ZoneError.None
            ? string.Create(CultureInfo.InvariantCulture, $"{where}: {result}")
            : string.Create(CultureInfo.InvariantCulture, $"{where}: code {-result}, {error}"));
    }
}
