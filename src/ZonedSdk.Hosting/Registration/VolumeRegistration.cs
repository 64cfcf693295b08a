using ZonedSdk.Descriptors;

namespace ZonedSdk.Hosting.Registration;

/// <summary>A device that was registered with the volume on it.</summary>
/// <typeparam name="TVolume">The volume's type.</typeparam>
internal sealed class VolumeRegistration<TVolume>(string name) : DeviceRegistration(name)
    where TVolume : class, IZonedVolume<TVolume>
{
    /// <inheritdoc/>
    public override IVolumePlace MakePlace() => new VolumePlace<TVolume>(Name);
}
