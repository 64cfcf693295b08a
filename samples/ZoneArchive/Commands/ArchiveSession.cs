using ZonedSdk;

namespace ZoneArchive;

/// <summary>A device and the volume on it, opened and closed together.</summary>
internal sealed class ArchiveSession : IAsyncDisposable
{
    private ArchiveSession(ZonedDevice device, Archive archive)
    {
        Device = device;
        Archive = archive;
    }

    public ZonedDevice Device { get; }

    public Archive Archive { get; }

    /// <summary>Opens a volume to change it: nobody else has it open then.</summary>
    public static async Task<ArchiveSession> OpenAsync(string path, CancellationToken cancellationToken) =>
        await OpenAsync(await ZonedDevice.OpenAsync(path, null, cancellationToken), cancellationToken);

    /// <summary>Opens a volume to read it, beside other readers. Not a byte of the device is written.</summary>
    public static async Task<ArchiveSession> OpenToReadAsync(string path, CancellationToken cancellationToken) =>
        await OpenAsync(await ZonedDevice.OpenAsync(path, new ZonedDeviceOptions { ReadOnly = true }, cancellationToken), cancellationToken);

    /// <summary>Opens the volume of an open device, which then belongs to the session.</summary>
    public static async Task<ArchiveSession> OpenAsync(ZonedDevice device, CancellationToken cancellationToken)
    {
        try
        {
            Archive archive = await Archive.OpenAsync(device, cancellationToken: cancellationToken);
            if (archive.Warning is { } warning)
            {
                await Console.Error.WriteLineAsync(warning);
            }

            return new ArchiveSession(device, archive);
        }
        catch
        {
            await device.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Archive.DisposeAsync();
        await Device.DisposeAsync();
    }
}
