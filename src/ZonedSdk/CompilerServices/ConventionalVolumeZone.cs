using System.ComponentModel;
using ZonedSdk.Annotations;

namespace ZonedSdk.CompilerServices;

/// <summary>What conventional zones have: writes anywhere. Not for use by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ConventionalVolumeZone : VolumeZone
{
    /// <inheritdoc/>
    protected ConventionalVolumeZone(VolumeRegion region, int index)
        : base(region, index)
    {
    }

    /// <summary>Writes bytes of the zone.</summary>
    /// <param name="offsetInZone">Distance from the zone's start in bytes, a multiple of the block size.</param>
    /// <param name="data">A positive number of blocks. It belongs to the write until the task has ended.</param>
    /// <param name="cancellationToken">Looked at before the write is handed to the drive.</param>
    /// <exception cref="ArgumentException">Offset or length are not in whole blocks, or the range leaves the zone.</exception>
    /// <exception cref="ZonedIOException">The write failed.</exception>
    [DeviceIo]
    public ValueTask WriteAtAsync(long offsetInZone, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) =>
        Region.WriteAtAsync(Region.OffsetOf(Index, offsetInZone), data, cancellationToken);
}
