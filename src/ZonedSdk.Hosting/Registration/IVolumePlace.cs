namespace ZonedSdk.Hosting.Registration;

/// <summary>Where a host keeps a volume whose type only the registration knows.</summary>
internal interface IVolumePlace
{
    /// <summary>Opens the volume on its device.</summary>
    Task OpenAsync(ZonedDevice device, CancellationToken cancellationToken);

    /// <summary>Ends the waits for a volume that will not be there.</summary>
    void GiveUp();
}
