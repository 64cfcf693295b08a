namespace ZonedSdk.Hosting.Registration;

/// <summary>A device that was registered, and what each host that is built makes of it.</summary>
/// <param name="name">The name of its services and of its section.</param>
internal class DeviceRegistration(string name)
{
    public string Name { get; } = name;

    /// <summary>The place for the volume on the device; null where only the device is registered.</summary>
    public virtual IVolumePlace? MakePlace() => null;
}
