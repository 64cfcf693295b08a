using ZonedSdk.Annotations;

namespace ZonedSdk.Backends;

/// <summary>A backend whose drives may keep a list of the zones that they have changed by themselves: made read-only, taken offline, finished, or given other advice (NVMe's Changed Zone List). What a command has changed is not in it.</summary>
public interface IChangedZoneLog
{
    /// <summary>Why this drive keeps no such list, as the end of a sentence; null where it does.</summary>
    string? WhyNoChangedZones { get; }

    /// <summary>Takes the list: what is in it will not be in the next one, whoever asks.</summary>
    /// <param name="cancellationToken">Gives up waiting; the list may be taken by then.</param>
    /// <returns>The list, or how the command failed.</returns>
    [DeviceIo(ReturnsError = true)]
    ValueTask<ChangedZoneList> TakeChangedZonesAsync(CancellationToken cancellationToken);
}
