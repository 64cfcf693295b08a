using ZonedSdk.Annotations;

namespace ZonedSdk.Backends.Emulation;

/// <summary>The zone-metadata store of an emulated drive: what survives a crash. The other seam behind which an image format stands.</summary>
internal interface IZoneMetadata : IAsyncDisposable
{
    /// <summary>The first failed flush or metadata write, for good; success while there was none. Writes and flushes fail with it, reads go on.</summary>
    BackendResult Failure { get; }

    /// <summary>The recovered state of a zone. Called while the drive opens.</summary>
    StoredZone Load(int zone);

    /// <summary>Notes that a zone's state differs from what is durable. Cheap, from any thread; the next flush asks the source for the state.</summary>
    void MarkDirty(int zone);

    /// <summary>Makes all data written so far and the state of every dirty zone durable (group commit).</summary>
    /// <param name="source">Asked for the dirty zones' states *before* the data are synchronised, and again for their incarnations before the record is written.</param>
    /// <param name="cancellationToken">Gives up waiting; the flush goes on.</param>
    [DeviceIo(ReturnsError = true)]
    ValueTask<BackendResult> FlushAsync(IZoneStateSource source, CancellationToken cancellationToken);

    /// <summary>Makes one zone's new state durable at once: a reset, a zone that died. Carries no other zone's state.</summary>
    [DeviceIo(ReturnsError = true)]
    ValueTask<BackendResult> RecordAsync(int zone, StoredZone state);
}
