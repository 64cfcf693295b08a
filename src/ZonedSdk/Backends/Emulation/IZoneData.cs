using ZonedSdk.Annotations;

namespace ZonedSdk.Backends.Emulation;

/// <summary>Data placement of an emulated drive: where a zone's bytes are. One of the two seams behind which an image format stands.</summary>
/// <remarks>Ranges are relative to the zone's start. Calls for one zone may come from several threads at once, for ranges that do not overlap. Nothing here knows write pointers.</remarks>
internal interface IZoneData : IAsyncDisposable
{
    /// <summary>Carries transfers out without a thread that waits for each; null where every transfer is a call that blocks.</summary>
    IZoneTransfers? Transfers => null;

    /// <summary>Whether <see cref="Reserve"/> has nothing to do, so that a write up to this point need not wait for it. Cheap, from any thread.</summary>
    bool IsReserved(int zone, long endBytes) => true;

    /// <summary>Makes sure that a write up to a point will find room. May block; called on a worker, before the write that needs it.</summary>
    [DeviceIo(ReturnsError = true)]
    BackendResult Reserve(int zone, long endBytes);

    /// <summary>Writes at an offset within the zone. On an error <see cref="BackendResult.BytesTransferred"/> says how many bytes are known to be written.</summary>
    [DeviceIo(ReturnsError = true)]
    BackendResult Write(int zone, long offsetBytes, ReadOnlySpan<byte> data);

    /// <summary>Reads bytes that were written; the drive has clipped the range to the zone's data end before.</summary>
    [DeviceIo(ReturnsError = true)]
    BackendResult Read(int zone, long offsetBytes, Span<byte> data);

    /// <summary>Gives the zone's space back (or zeroes it). Called after the reset is durable.</summary>
    [DeviceIo(ReturnsError = true)]
    BackendResult Discard(int zone);
}
