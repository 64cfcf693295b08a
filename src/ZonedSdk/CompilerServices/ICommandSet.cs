using System.ComponentModel;
using ZonedSdk.Annotations;
using ZonedSdk.Backends;

namespace ZonedSdk.CompilerServices;

/// <summary>The commands of a described drive, as <see cref="CommandEngine"/> calls them. Transfers return bytes and a report zones, or minus an error code; everything else returns 0 or an error code. Not for use by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ICommandSet
{
    /// <summary>Reads bytes of a zone.</summary>
    [DeviceIo(ReturnsError = true)]
    long Read(int zone, long offsetInZone, Span<byte> buffer);

    /// <summary>Writes bytes of a zone.</summary>
    [DeviceIo(ReturnsError = true)]
    long Write(int zone, long offsetInZone, ReadOnlySpan<byte> data);

    /// <summary>Writes bytes, all of them or none, where the drive chooses. Only of a drive whose table says so.</summary>
    /// <returns>Where they begin, from the zone's start; or minus an error code.</returns>
    [DeviceIo(ReturnsError = true)]
    long Append(int zone, ReadOnlySpan<byte> data) => -BackendRuntime.Refused;

    /// <summary>Manages a zone.</summary>
    [DeviceIo(ReturnsError = true)]
    int Manage(ZoneAction action, int zone);

    /// <summary>Reports zones.</summary>
    [DeviceIo(ReturnsError = true)]
    int Report(int firstZone, Span<ZoneInfo> zones);

    /// <summary>Reports zones from what the system keeps of them.</summary>
    [DeviceIo(ReturnsError = true)]
    int ReportCached(int firstZone, Span<ZoneInfo> zones) => Report(firstZone, zones);

    /// <summary>Takes the list of the zones that the drive has changed by itself. Only of a class that has <see cref="IChangedZoneLog"/>.</summary>
    /// <returns>How many were filled in; more than there is room for where the list is incomplete; or minus an error code.</returns>
    [DeviceIo(ReturnsError = true)]
    int TakeChanged(Span<int> zones) => -BackendRuntime.Refused;

    /// <summary>Makes what was written survive a power cut.</summary>
    [DeviceIo(ReturnsError = true)]
    int Flush(int zone);

    /// <summary>What an error code means.</summary>
    ZoneError MapError(int code);

    /// <summary>Lets go of whatever the drive was opened with.</summary>
    void Close();
}
