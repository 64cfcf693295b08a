using System.ComponentModel;
using ZonedSdk.Annotations;
using ZonedSdk.Backends;

namespace ZonedSdk.CompilerServices;

/// <summary>A described medium without conditions of its own, as <see cref="MediumEngine"/> calls it. Transfers return bytes or minus an error code; everything else returns 0 or an error code. Not for use by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IZoneMedium
{
    /// <summary>What is there of a sequential zone when the drive starts.</summary>
    [DeviceIo]
    MediumZone Load(int zone);

    /// <summary>Makes the medium tell this state at the next start: a zone that is full, dead, or shorter than what lies there.</summary>
    [DeviceIo(ReturnsError = true)]
    int Store(int zone, MediumZone state);

    /// <summary>Reads bytes of a zone; what was never written may end the transfer early.</summary>
    [DeviceIo(ReturnsError = true)]
    long Read(int zone, long offsetInZone, Span<byte> buffer);

    /// <summary>Writes bytes of a zone.</summary>
    [DeviceIo(ReturnsError = true)]
    long Write(int zone, long offsetInZone, ReadOnlySpan<byte> data);

    /// <summary>Forgets the data of a zone.</summary>
    [DeviceIo(ReturnsError = true)]
    int Reset(int zone);

    /// <summary>Makes what was written, stored or forgotten survive a power cut.</summary>
    [DeviceIo(ReturnsError = true)]
    int Flush(int zone);

    /// <summary>What an error code means.</summary>
    ZoneError MapError(int code);

    /// <summary>Lets go of whatever the medium was opened with.</summary>
    void Close();
}
