using System.ComponentModel;
using ZonedSdk.Annotations;

namespace ZonedSdk.CompilerServices;

/// <summary>What leases of all regions have. Emitted lease types add how the region is written; not for use by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[Reservation]
public abstract class VolumeZoneLease : IAsyncDisposable
{
    /// <summary>Makes a lease of an open zone.</summary>
    /// <param name="open">The open zone.</param>
    protected VolumeZoneLease([TakesOwnership] VolumeLease open)
    {
        ArgumentNullException.ThrowIfNull(open);
        Open = open;
    }

    /// <summary>The open zone.</summary>
    protected VolumeLease Open { get; }

    /// <summary>Finishes the zone: it is full from then on.</summary>
    /// <param name="cancellationToken">Ends the wait for the zone; a command at the drive is seen to its end.</param>
    /// <exception cref="ObjectDisposedException">The lease has ended.</exception>
    /// <exception cref="ZonedIOException">The command failed.</exception>
    [DeviceIo]
    public ValueTask FinishAsync(CancellationToken cancellationToken = default) => Open.FinishAsync(cancellationToken);

    /// <summary>Closes the zone and gives its place in the region's budget back.</summary>
    /// <exception cref="ZonedIOException">The close failed; the place is free all the same.</exception>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Open.DisposeAsync();
    }
}
