using ZonedSdk.Backends.Image.Files;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.Interop;

namespace ZonedSdk.Backends.Image;

/// <summary>An open image: both seams of an emulated drive, and what the drive must know of the image. The file closes when both seams are disposed.</summary>
internal sealed class ImageStore
{
    private readonly IImageFile _file;
    private int _users = 2;

    private ImageStore(IImageFile file, RecoveredImage recovered, TaskScheduler scheduler, ImageControls controls)
    {
        _file = file;
        Superblock = recovered.Superblock!;
        Findings = recovered.Findings;
        IsReadOnly = file.IsReadOnly;
        IsMetadataDirect = file.IsMetadataDirect;
        DataPath = file.Data;
        Journal = new ImageJournal(file, recovered, controls);
        Data = new ImageData(file, Superblock, Release);
        Metadata = new ImageMetadata(file, Journal, Superblock, scheduler, controls, Release);
    }

    /// <summary>Shape, limits, flavour, identity.</summary>
    public Superblock Superblock { get; }

    public ImageData Data { get; }

    public ImageMetadata Metadata { get; }

    /// <summary>What recovery found; a log shows it.</summary>
    public IReadOnlyList<ImageFinding> Findings { get; }

    public bool IsReadOnly { get; }

    /// <summary>False where the file system takes no direct I/O: metadata are then written through the page cache and synchronised.</summary>
    public bool IsMetadataDirect { get; }

    /// <summary>Which way data take, and why not another.</summary>
    public ImageDataPath DataPath { get; }

    /// <summary>True when a block of the device could be written by direct I/O; false sends data through the page cache in any case.</summary>
    public bool CanWriteDataDirectly =>
        _file.DirectAlignmentBytes != 0
        && Superblock.Geometry.BlockSizeBytes % _file.DirectAlignmentBytes == 0
        && Superblock.Geometry.ZoneSizeBytes % _file.DirectAlignmentBytes == 0;

    private ImageJournal Journal { get; }

    /// <summary>Opens an image from its file: reads it, and starts a session unless it is read-only.</summary>
    /// <param name="file">The file; closed by the store, and also when this throws.</param>
    /// <param name="scheduler">Where flushes and checkpoints run.</param>
    /// <param name="controls">Rules that a negative control switches off.</param>
    /// <param name="openData">Opens the way that data take, when it is known what image this is and before anything of it is written.</param>
    /// <exception cref="ZonedFormatException">The image is too damaged for what was asked.</exception>
    /// <exception cref="ImageFileException">The session's first records could not be written.</exception>
    public static ImageStore Open(IImageFile file, TaskScheduler scheduler, ImageControls controls = ImageControls.None, Action<Superblock>? openData = null)
    {
        try
        {
            RecoveredImage recovered = ImageRecovery.Read(file, controls);
            recovered.ThrowIfRefused(file.Path, file.IsReadOnly);
            openData?.Invoke(recovered.Superblock!);
            ImageStore store = new(file, recovered, scheduler, controls);
            int errno = file.IsReadOnly ? 0 : store.Journal.Begin();
            if (errno != 0)
            {
                store.Journal.Dispose();
                throw new ImageFileException(file.Path, "begin a session", errno, $"{file.Path}: the checkpoint or record of a new session could not be written: {Errno.Describe(errno)}; the image is as it was before, check the medium.");
            }

            return store;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            _file.Dispose();
        }
    }
}
