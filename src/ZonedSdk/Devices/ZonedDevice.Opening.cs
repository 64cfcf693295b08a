using System.Runtime.Versioning;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Image;
using ZonedSdk.Backends.LinuxBlock;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Backends.NvmeZns;
using ZonedSdk.Backends.ZoneFs;
using ZonedSdk.Interop;

namespace ZonedSdk;

/// <content>From a path to a device: which backend it is, or why it is none.</content>
public sealed partial class ZonedDevice
{
    private const string MemoryScheme = "memory:";
    private const string Supported = "This version opens image files (create one with ImageDrive.CreateAsync), zoned block devices of Linux, NVMe zoned namespaces (/dev/ng0n1), mounts of zonefs and drives in memory (memory:name).";

    /// <summary>Opens the device behind a path: an image file, a zoned block device of Linux, the character device of an NVMe zoned namespace (<c>/dev/ng0n1</c>), the mount point of a zonefs, or <c>memory:</c> with a name for an empty drive in memory (64 MiB in zones of 4 MiB, ZBC, the defaults of <see cref="MemoryDriveOptions"/>).</summary>
    /// <param name="path">The path, or <c>memory:name</c>. Symbolic links are followed.</param>
    /// <param name="options">Options; null = defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FileNotFoundException">There is nothing at that path.</exception>
    /// <exception cref="NotSupportedException">What is there is no zoned device that this library can drive: the message says what it is.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ZonedException">The device was found and refused; the message says why and what to do.</exception>
    public static async ValueTask<ZonedDevice> OpenAsync(string path, ZonedDeviceOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new ZonedDeviceOptions();
        options.Validate();
        cancellationToken.ThrowIfCancellationRequested();
        return await TraceOpeningAsync(path, () => OpenUntracedAsync(path, options, cancellationToken)).ConfigureAwait(false);
    }

    private static async ValueTask<ZonedDevice> OpenUntracedAsync(string path, ZonedDeviceOptions options, CancellationToken cancellationToken)
    {
        if (path.StartsWith(MemoryScheme, StringComparison.OrdinalIgnoreCase))
        {
            var drive = new MemoryDrive(new MemoryDriveOptions { Name = path, TimeProvider = options.TimeProvider });
            return await OpenUntracedAsync(drive, options, cancellationToken).ConfigureAwait(false);
        }

        if (OperatingSystem.IsLinux() && OpenSpecial(path, KindOf(path), options) is { } special)
        {
            return await OpenUntracedAsync(special, options, cancellationToken).ConfigureAwait(false);
        }

        var imageOptions = new ImageOpenOptions { IsReadOnly = options.ReadOnly, TimeProvider = options.TimeProvider };
        return await OpenUntracedAsync(await ImageDrive.OpenAsync(path, imageOptions, cancellationToken).ConfigureAwait(false), options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens the device that a URI names: <c>memory:name</c>, <c>file:///path/to/drive.zimg</c>, or a relative one, which is a path.</summary>
    /// <param name="uri">The URI.</param>
    /// <param name="options">Options; null = defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FileNotFoundException">There is nothing at that path.</exception>
    /// <exception cref="NotSupportedException">The scheme is another one, the file is on another host, or what is there is no zoned device that this library can drive.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ZonedException">The device was found and refused; the message says why and what to do.</exception>
    public static ValueTask<ZonedDevice> OpenAsync(Uri uri, ZonedDeviceOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (!uri.IsAbsoluteUri || string.Equals($"{uri.Scheme}:", MemoryScheme, StringComparison.Ordinal))
        {
            return OpenAsync(uri.OriginalString, options, cancellationToken);
        }

        if (!uri.IsFile || uri.IsUnc)
        {
            string what = uri.IsFile ? $"is on the host {uri.Host}, and only files of this machine can be opened" : $"has the scheme {uri.Scheme}";
            throw new NotSupportedException($"{uri} {what}. {Supported}");
        }

        return OpenAsync(uri.LocalPath, options, cancellationToken);
    }

    // Null: a file, which is an image if anything.
    [SupportedOSPlatform("linux")]
    private static IZoneBackend? OpenSpecial(string path, FileKind kind, ZonedDeviceOptions options) => kind switch
    {
        FileKind.CharacterDevice => NvmeZnsDrive.Open(path, NvmeOptionsOf(options)),
        FileKind.BlockDevice when options.NvmePassThrough => NvmeZnsDrive.Open(path, NvmeOptionsOf(options)),
        FileKind.BlockDevice => LinuxBlockDrive.Open(path, new LinuxBlockOptions { IsReadOnly = options.ReadOnly, TimeProvider = options.TimeProvider }),
        FileKind.Directory => ZoneFsDrive.Open(path, new ZoneFsOptions { IsReadOnly = options.ReadOnly, TimeProvider = options.TimeProvider }),
        _ => null,
    };

    private static NvmeZnsOptions NvmeOptionsOf(ZonedDeviceOptions options) => new() { IsReadOnly = options.ReadOnly, TimeProvider = options.TimeProvider };

    [SupportedOSPlatform("linux")]
    private static FileKind KindOf(string path)
    {
        int errno = Libc.Kind(path, out FileKind kind);
        if (errno is Errno.NoEntry or Errno.NotDirectory)
        {
            throw new FileNotFoundException($"There is nothing at {path}. Create an image there with ImageDrive.CreateAsync, or check the path.", path);
        }

        switch (kind)
        {
            case FileKind.Regular or FileKind.None or FileKind.BlockDevice or FileKind.CharacterDevice or FileKind.Directory:
                // What may not be looked at cannot be opened either, and that says why.
                return kind;
            default:
                throw new NotSupportedException($"{path} is a pipe or socket and no zoned drive. {Supported}");
        }
    }
}
