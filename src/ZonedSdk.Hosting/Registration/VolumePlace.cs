using ZonedSdk.Descriptors;

namespace ZonedSdk.Hosting.Registration;

/// <summary>Keeps a volume of a host.</summary>
/// <typeparam name="TVolume">The volume's type.</typeparam>
internal sealed class VolumePlace<TVolume>(string name) : IVolumePlace
    where TVolume : class, IZonedVolume<TVolume>
{
    public ZonedHandle<TVolume> Handle { get; } = new(name);

    /// <inheritdoc/>
    public async Task OpenAsync(ZonedDevice device, CancellationToken cancellationToken) =>
        Handle.Open(await TVolume.OpenAsync(device, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public void GiveUp() => Handle.GiveUp();
}
