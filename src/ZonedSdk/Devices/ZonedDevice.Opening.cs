using ZonedSdk.Backends.Image;
using ZonedSdk.Backends.Memory;

namespace ZonedSdk;

/// <content>From a path to a device: which backend it is, or why it is none.</content>
public sealed partial class ZonedDevice
{
    private const string MemoryScheme = "memory:";

    /// <summary>Opens the device behind a path: an image file, or <c>memory:</c> with a name for a small drive in memory.</summary>
    /// <param name="path">The path, or <c>memory:name</c>.</param>
    /// <param name="options">Options; null = defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FileNotFoundException">There is nothing at that path.</exception>
    /// <exception cref="NotSupportedException">What is there is no zoned device that this library can drive.</exception>
    /// <exception cref="ZonedException">The device was found and refused; the message says why and what to do.</exception>
    public static async ValueTask<ZonedDevice> OpenAsync(string path, ZonedDeviceOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new ZonedDeviceOptions();
        options.Validate();
        if (path.StartsWith(MemoryScheme, StringComparison.Ordinal))
        {
            var drive = new MemoryDrive(new MemoryDriveOptions { Name = path, TimeProvider = options.TimeProvider });
            return await OpenAsync(drive, options, cancellationToken).ConfigureAwait(false);
        }

        Explain(path);
        var imageOptions = new ImageOpenOptions { IsReadOnly = options.ReadOnly, TimeProvider = options.TimeProvider };
        return await OpenAsync(await ImageDrive.OpenAsync(path, imageOptions, cancellationToken).ConfigureAwait(false), options, cancellationToken).ConfigureAwait(false);
    }

    private static void Explain(string path)
    {
        if (Directory.Exists(path))
        {
            throw new NotSupportedException($"{path} is a directory. This version opens image files; create one with ImageDrive.CreateAsync.");
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is nothing at {path}. Create an image there with ImageDrive.CreateAsync, or check the path.", path);
        }

        if ((File.GetAttributes(path) & FileAttributes.Device) != 0)
        {
            throw new NotSupportedException($"{path} is a device file. This version opens image files and memory drives.");
        }
    }
}
