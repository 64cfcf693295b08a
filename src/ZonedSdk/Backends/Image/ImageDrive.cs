using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Emulation.Scheduling;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.Descriptors;
using ZonedSdk.Interop;

namespace ZonedSdk.Backends.Image;

/// <summary>A zoned drive in a regular file: creates, opens, checks and repairs images. Linux only.</summary>
/// <remarks>
/// <para>An image behaves as a complete host-managed drive that owns its write pointers. A flush makes everything that was written before survive a power cut; a reset is durable before the first write behind it; damage is reported, and repaired only by <see cref="RepairAsync"/>.</para>
/// <para>Two openers exclude each other by an fcntl lock of the open file description and by flock; readers share them.</para>
/// </remarks>
[ZonedBackend("image")]
[MapsError(Errno.NoSpace, ZoneError.NoSpace), MapsError(Errno.QuotaExceeded, ZoneError.NoSpace)]
public static partial class ImageDrive
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
        RequirePath(path);
        ArgumentNullException.ThrowIfNull(options);
        if (!OperatingSystem.IsLinux())
        {
            throw NotHere();
        }

        Superblock superblock = await ImageOpener.CreateAsync(path, options, Guid.NewGuid(), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        return new DeviceIdentity(superblock.Identity);
    }

    /// <summary>Opens an image as a drive.</summary>
    /// <param name="path">The image.</param>
    /// <param name="options">How to open it; null = for reading and writing.</param>
    /// <param name="cancellationToken">Gives up waiting for the image's locks.</param>
    /// <returns>The drive, to be given to <see cref="ZonedDevice.OpenAsync(IZoneBackend, ZonedDeviceOptions?, CancellationToken)"/>.</returns>
    /// <exception cref="ZonedFormatException">This is no image, or it is too damaged for what was asked.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ImageFileException">The file cannot be opened, rings were demanded and one of them is not to be had, or the session's first records could not be written.</exception>
    /// <exception cref="ImageLockedException">Somebody else has the image open.</exception>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public static async Task<IZoneBackend> OpenAsync(string path, ImageOpenOptions? options = null, CancellationToken cancellationToken = default)
    {
        RequirePath(path);
        options ??= new ImageOpenOptions();
        options.Validate();
        if (!OperatingSystem.IsLinux())
        {
            throw NotHere();
        }

        ImageStore store = await ImageOpener.OpenAsync(path, options, cancellationToken).ConfigureAwait(false);
        return Compose(store, path, options, new DriveWorkers(options.WorkerCount, path));
    }

    // An image is an emulated drive whose bytes and whose zones' states are kept in a file.
    internal static EmulatedDrive Compose(ImageStore store, string name, ImageOpenOptions options, IDriveScheduler scheduler) =>
        new(Describe(store.Superblock, name, options) with { Description = ImageDescription.Of(store, name) }, store.Data, store.Metadata, scheduler);

    /// <summary>What drive an image is.</summary>
    internal static EmulatedDriveOptions Describe(Superblock superblock, string name, ImageOpenOptions options) => new()
    {
        Name = name,
        Identity = new DeviceIdentity(superblock.Identity),
        Geometry = superblock.Geometry,
        Limits = superblock.Limits,
        ZoneCapacityBytes = superblock.ZoneCapacityBytes,
        ConventionalZones = superblock.ConventionalZones,
        Flavour = superblock.Flavour,
        FlushFailureIsFinal = true,
        TimeProvider = options.TimeProvider,
        Faults = options.Faults,
    };

    /// <summary>Says everything that is wrong with an image, changes no byte of it, and needs no permission to write.</summary>
    /// <param name="path">The image, in whatever state.</param>
    /// <param name="cancellationToken">Gives up waiting for the image's locks.</param>
    /// <returns>What was found, and what can be done with the image.</returns>
    /// <exception cref="ImageFileException">The file cannot be opened.</exception>
    /// <exception cref="ImageLockedException">A writer has the image open.</exception>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public static Task<ImageCheckReport> CheckAsync(string path, CancellationToken cancellationToken = default)
    {
        RequirePath(path);
        return OperatingSystem.IsLinux()
            ? ImageOpener.CheckAsync(path, TimeProvider.System, cancellationToken)
            : throw NotHere();
    }

    /// <summary>Mends what a check finds, as far as that takes no guess: copies from their good twins, checkpoints from what is known, and damaged places on which nothing depends. What the image does not know any more is decided by the options, or not at all.</summary>
    /// <remarks>
    /// <para>The repair is tried in memory first. Its steps are in an order in which a crash at any moment leaves the image no worse than it was; repairing again goes on. Data of zones are neither read nor written.</para>
    /// <para>A sound image is left alone to the byte.</para>
    /// </remarks>
    /// <param name="path">The image, in whatever state.</param>
    /// <param name="options">What the repair may decide; null = nothing.</param>
    /// <param name="cancellationToken">Gives up waiting for the image's locks, or ends the repair between two steps.</param>
    /// <returns>What was found, done, and left.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ImageFileException">The file cannot be opened, or the system refused a write.</exception>
    /// <exception cref="ImageLockedException">Somebody else has the image open.</exception>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public static Task<ImageRepairReport> RepairAsync(string path, ImageRepairOptions? options = null, CancellationToken cancellationToken = default)
    {
        RequirePath(path);
        options ??= new ImageRepairOptions();
        options.Validate();
        return OperatingSystem.IsLinux()
            ? ImageOpener.RepairAsync(path, options, TimeProvider.System, cancellationToken)
            : throw NotHere();
    }

    /// <summary>The system ends a path at its first NUL: what stands behind one would be left out without a word, and another file opened.</summary>
    private static void RequirePath(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("A path contains no NUL character.", nameof(path));
        }
    }

    private static PlatformNotSupportedException NotHere() =>
        new("Image files need Linux: their durability rests on its open, fdatasync, fallocate and lock calls. Use the memory drive elsewhere.");
}
