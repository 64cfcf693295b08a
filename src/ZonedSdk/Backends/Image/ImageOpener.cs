using System.Runtime.Versioning;
using ZonedSdk.Backends.Image.Files;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.Backends.Image.Repair;
using ZonedSdk.Interop;

namespace ZonedSdk.Backends.Image;

/// <summary>From a path to an image: create, open, check, repair.</summary>
[SupportedOSPlatform("linux")]
internal static class ImageOpener
{
    /// <summary>Makes a new image; a failure leaves no file behind.</summary>
    public static async Task<Superblock> CreateAsync(string path, ImageDriveOptions options, Guid uuid, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        ImageDriveOptions.Validate(options);
        Superblock superblock = ImageLayout.Plan(options, uuid);
        FileSystemLimit.Check(path, superblock.FileLengthBytes);
        if (options.Preallocate)
        {
            FileSystemLimit.CheckRoom(path, superblock.FileLengthBytes);
        }

        LinuxImageFile file = LinuxImageFile.Create(path);
        bool isComplete = false;
        try
        {
            await ImageLock.TakeAsync(file, timeProvider, cancellationToken).ConfigureAwait(false);
            (int errno, string operation) = ImageCreator.Write(file, superblock);
            if (errno == Errno.FileTooLarge)
            {
                throw FileSystemLimit.TooLong(path, superblock.FileLengthBytes, "the file system, or a limit on this process, allows no file of that length");
            }

            if (errno != 0)
            {
                throw new ImageFileException(path, operation, errno, $"{path}: creating the image failed ({operation}): {Errno.Describe(errno)}; {(Errno.IsNoSpace(errno) ? NoRoom(superblock) : "check the medium")}.");
            }

            isComplete = true;
            return superblock;
        }
        finally
        {
            if (!isComplete)
            {
                // The lock is still held: nobody else can have opened what is removed here.
                Libc.Unlink(path);
            }

            file.Dispose();
        }
    }

    private static string NoRoom(Superblock superblock) => superblock.IsPreallocated
        ? $"{superblock.FileLengthBytes} bytes were asked for, make room or create it sparse"
        : $"a sparse image takes {superblock.Data.Offset} bytes for its metadata, make room";

    /// <summary>Opens an image under its locks.</summary>
    public static async Task<ImageStore> OpenAsync(string path, ImageOpenOptions options, CancellationToken cancellationToken)
    {
        LinuxImageFile file = await OpenFileAsync(path, options.IsReadOnly, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        return ImageStore.Open(file, options.Scheduler, openData: superblock => file.OpenData(superblock, options));
    }

    /// <summary>Reads an image, of whatever state, and says everything that is wrong.</summary>
    public static async Task<ImageCheckReport> CheckAsync(string path, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using LinuxImageFile file = await OpenFileAsync(path, isReadOnly: true, timeProvider, cancellationToken).ConfigureAwait(false);
        return ImageChecker.Check(file);
    }

    /// <summary>Mends an image, of whatever state.</summary>
    public static async Task<ImageRepairReport> RepairAsync(string path, ImageRepairOptions options, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using LinuxImageFile file = await OpenFileAsync(path, options.IsDryRun, timeProvider, cancellationToken).ConfigureAwait(false);
        return ImageRepairer.Repair(file, options, cancellationToken);
    }

    private static async Task<LinuxImageFile> OpenFileAsync(string path, bool isReadOnly, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        LinuxImageFile file = LinuxImageFile.Open(path, isReadOnly);
        try
        {
            await ImageLock.TakeAsync(file, timeProvider, cancellationToken).ConfigureAwait(false);
            file.RefreshLength();
            if (!isReadOnly)
            {
                FileSystemLimit.CheckProcess(path, "open", file.LengthBytes);
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
