namespace ZonedSdk.Cli;

/// <summary>Opens a drive that others may be using, to look at it and nothing more.</summary>
internal static class DeviceOpener
{
    /// <summary>Opens it for reading only.</summary>
    /// <exception cref="IOException">It is an image that another program has open for writing.</exception>
    public static async ValueTask<ZonedDevice> OpenForLookingAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await ZonedDevice.OpenAsync(path, new ZonedDeviceOptions { ReadOnly = true }, cancellationToken).ConfigureAwait(false);
        }
        catch (ImageLockedException error)
        {
            throw new IOException(
                $"{error.Message} Where an image's zones stand is known to the program that has it open, and to nobody else: that program can show them itself (LiveZoneMap of the package ZonedSdk). Zoned block devices and mounts of zonefs can be looked at while others write them.",
                error);
        }
    }
}
