using ZonedSdk.Annotations;

namespace ZonedSdk.CompilerServices;

/// <summary>What sequential zones that are written have: management. Code that treats zones of several regions alike takes this type.</summary>
public abstract class SequentialVolumeZone : VolumeZone
{
    /// <inheritdoc/>
    protected SequentialVolumeZone(VolumeRegion region, int index)
        : base(region, index)
    {
    }

    internal VolumeRegion OwnRegion => Region;

    /// <summary>Keeps the zone from being reset while it is read.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The lease; a reset waits until all of a zone's have ended.</returns>
    /// <inheritdoc cref="ZonedDevice.AcquireReaderLeaseAsync(int, CancellationToken)" path="/exception"/>
    public ValueTask<ZoneReaderLease> AcquireReaderLeaseAsync(CancellationToken cancellationToken = default) => Region.AcquireReaderLeaseAsync(Index, cancellationToken);

    /// <summary>Resets the zone: its data are gone.</summary>
    /// <param name="cancellationToken">Ends the wait for the zone; a command at the drive is seen to its end.</param>
    /// <exception cref="InvalidOperationException">Somebody holds a lease of the zone, or manages it.</exception>
    /// <exception cref="ZonedIOException">The command failed.</exception>
    [DeviceIo]
    public ValueTask ResetAsync(CancellationToken cancellationToken = default) => Region.ResetAsync(Index, cancellationToken);

    /// <summary>Finishes the zone: it is full from then on.</summary>
    /// <param name="cancellationToken">Ends the wait for the zone; a command at the drive is seen to its end.</param>
    /// <exception cref="InvalidOperationException">Somebody holds a lease of the zone, or manages it.</exception>
    /// <exception cref="ZonedIOException">The command failed.</exception>
    [DeviceIo]
    public ValueTask FinishAsync(CancellationToken cancellationToken = default) => Region.FinishAsync(Index, cancellationToken);
}
