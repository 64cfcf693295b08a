using ZonedSdk.Annotations;

namespace ZonedSdk.CompilerServices;

/// <summary>What zones of all regions have; the emitted zone types add the rest. Code that treats zones of several regions alike takes this type.</summary>
public abstract class VolumeZone
{
    /// <summary>Makes a zone of a region.</summary>
    /// <param name="region">The region.</param>
    /// <param name="index">Index within the region; not checked here.</param>
    protected VolumeZone(VolumeRegion region, int index)
    {
        ArgumentNullException.ThrowIfNull(region);
        Region = region;
        Index = index;
    }

    /// <summary>Index within the region.</summary>
    public int Index { get; }

    /// <summary>The zone as the runtime sees it now; no I/O.</summary>
    public ZoneInfo Info => Region.InfoOf(Index);

    /// <summary>The region.</summary>
    protected VolumeRegion Region { get; }

    /// <summary>Reads bytes of the zone.</summary>
    /// <inheritdoc cref="ZonedDevice.ReadAsync(long, Memory{byte}, CancellationToken)"/>
    /// <param name="offsetInZone">Distance from the zone's start in bytes, a multiple of the block size.</param>
    /// <param name="buffer">Filled; a positive number of blocks. It belongs to the read until the task has ended.</param>
    /// <param name="cancellationToken">Ends the wait only while the read waits for a reset to finish.</param>
    [DeviceIo]
    public ValueTask<int> ReadAsync(long offsetInZone, Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Region.ReadAsync(Region.OffsetOf(Index, offsetInZone), buffer, cancellationToken);
}
