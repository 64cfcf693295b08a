using ZonedSdk.Backends.Image.Format;

namespace ZonedSdk.Backends.Image;

/// <summary>A zoned drive in a regular file: creates, opens and checks images. Linux only.</summary>
/// <remarks>
/// <para>An image behaves as a complete host-managed drive that owns its write pointers. A flush makes everything that was written before survive a power cut; a reset is durable before the first write behind it; damage is reported and never repaired silently.</para>
/// <para>Two openers exclude each other by an fcntl lock of the open file description and by flock; readers share them.</para>
/// </remarks>
public static class ImageDrive
{
    /// <summary>Creates an image; a file that exists is refused and left alone. Everything is durable when it returns; a failure leaves no file behind.</summary>
    /// <param name="path">Where the image will stand.</param>
    /// <param name="options">Its shape.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>The new image's identity.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A figure of the options is impossible.</exception>
    /// <exception cref="ImageFileException">The system refused; the file system may not hold a file of that length.</exception>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public static async Task<DeviceIdentity> CreateAsync(string path, ImageDriveOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        if (!OperatingSystem.IsLinux())
        {
            throw NotHere();
        }

        Superblock superblock = await ImageOpener.CreateAsync(path, options, Guid.NewGuid(), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        return new DeviceIdentity(superblock.Identity);
    }

    /// <summary>Says everything that is wrong with an image, changes no byte of it, and needs no permission to write.</summary>
    /// <param name="path">The image, in whatever state.</param>
    /// <param name="cancellationToken">Gives up waiting for the image's locks.</param>
    /// <returns>What was found, and what can be done with the image.</returns>
    /// <exception cref="ImageFileException">The file cannot be opened.</exception>
    /// <exception cref="ImageLockedException">A writer has the image open.</exception>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public static Task<ImageCheckReport> CheckAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return OperatingSystem.IsLinux()
            ? ImageOpener.CheckAsync(path, TimeProvider.System, cancellationToken)
            : throw NotHere();
    }

    private static PlatformNotSupportedException NotHere() =>
        new("Image files need Linux: their durability rests on its open, fdatasync, fallocate and lock calls. Use the memory drive elsewhere.");
}
