using System.Runtime.Versioning;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;

namespace ZonedSdk.Backends.Image.Files;

/// <summary>An image's file on Linux: one descriptor for locks, space and synchronisation, by which data go that are buffered; one for metadata, past the page cache where the file system can; and where data are to go past it too, one for them.</summary>
[SupportedOSPlatform("linux")]
internal sealed class LinuxImageFile : IImageFile
{
    private readonly FileDescriptor _data;
    private readonly FileDescriptor _metadata;
    private DirectData? _direct;

    private LinuxImageFile(string path, FileDescriptor data, FileDescriptor metadata, in FileStatus status, bool isReadOnly, bool isMetadataDirect)
    {
        Path = path;
        _data = data;
        _metadata = metadata;
        LengthBytes = status.LengthBytes;
        DirectAlignmentBytes = status.DirectOffsetAlignmentBytes;
        IsReadOnly = isReadOnly;
        IsMetadataDirect = isMetadataDirect;
    }

    public string Path { get; }

    public long LengthBytes { get; private set; }

    public bool IsReadOnly { get; }

    public bool IsMetadataDirect { get; }

    public int DirectAlignmentBytes { get; }

    public ImageDataPath Data { get; private set; } = ImageDataPath.Buffered;

    /// <summary>The descriptor that carries the locks.</summary>
    internal FileDescriptor Descriptor => _data;

    /// <summary>Opens an existing image.</summary>
    /// <exception cref="ImageFileException">The system refused, or the path names no regular file.</exception>
    public static LinuxImageFile Open(string path, bool isReadOnly)
    {
        // What is no regular file is found out by looking at it, and opening it must not wait for the other end of a pipe, or become a terminal.
        int access = isReadOnly ? Libc.ReadOnly : Libc.ReadWrite;
        int errno = Libc.Open(path, access | Libc.NonBlocking | Libc.NoControllingTerminal, out FileDescriptor? data);
        return errno == 0 ? Wrap(path, data!, isReadOnly) : throw Failed(path, "open", errno, Advice(errno));
    }

    /// <summary>Makes a new, empty file; one that exists is refused and left alone.</summary>
    /// <exception cref="ImageFileException">The system refused.</exception>
    public static LinuxImageFile Create(string path)
    {
        int errno = Libc.Open(path, Libc.ReadWrite | Libc.Create | Libc.Exclusive, out FileDescriptor? data);
        return errno == 0
            ? Wrap(path, data!, isReadOnly: false)
            : throw Failed(path, "create", errno, errno == Errno.NoEntry ? "make the folder first" : Advice(errno));
    }

    /// <summary>Asks for the length again: until the lock was had, somebody else may have been creating the image.</summary>
    /// <exception cref="ImageFileException">The system refused.</exception>
    public void RefreshLength()
    {
        int errno = Libc.Status(_data, out FileStatus status);
        LengthBytes = errno == 0 ? status.LengthBytes : throw Failed(Path, "statx", errno, "check the file system");
    }

    /// <summary>Opens the way that data are to take; once, before any move.</summary>
    /// <exception cref="ImageFileException">Rings were demanded, and one of them is not to be had.</exception>
    public void OpenData(Superblock superblock, ImageOpenOptions options)
    {
        string? whyBuffered = null;
        OpenedRings opened = OpenedRings.None(refusal: null);
        if (options.DataPath == IoPath.Direct)
        {
            int errno = Libc.Status(_data, out FileStatus status);
            whyBuffered = errno == 0 ? null : $"statx failed: {Errno.Describe(errno)}";
            _direct = errno == 0 ? DirectData.TryOpen(Path, SamePath(_data), status, superblock, IsReadOnly, out whyBuffered) : null;
        }

        if (options.Engine != TransferEngine.Threads && _direct is not null)
        {
            opened = _direct.StartRings(Path, options);
        }

        Data = new ImageDataPath(
            _direct is null ? IoPath.Buffered : IoPath.Direct,
            _direct?.Rings,
            whyBuffered,
            opened.Rings.Count == 0 ? opened.Refusal?.Why : null,
            RingFindings.Fewer(Path, opened, options.RingCount, options.QueueDepth));
        if (options.Engine == TransferEngine.Ring && opened.Rings.Count < options.RingCount)
        {
            string why = opened.Refusal is not null ? RingFindings.Missing(opened, options.RingCount)
                : whyBuffered is null ? $"a ring: data go through the page cache, where threads are faster; set {nameof(ImageOpenOptions)}.{nameof(ImageOpenOptions.DataPath)} to {nameof(IoPath.Direct)}"
                : $"a ring: data cannot go past the page cache: {whyBuffered}";
            throw new ImageFileException(Path, "start a ring", Errno.NotSupported, $"{Path}: data cannot be moved by {why}. {nameof(TransferEngine)}.{nameof(TransferEngine.Auto)} uses {RingFindings.Instead(opened, "threads")} then.");
        }
    }

    public void Dispose()
    {
        _direct?.Dispose();
        _metadata.Dispose();
        _data.Dispose();
    }

    public int ReadMetadata(long offset, Span<byte> pages)
    {
        while (!pages.IsEmpty)
        {
            long count = Libc.Read(_metadata, offset, pages);
            if (count <= 0)
            {
                // The regions were inside the file when it was opened: an end here means that somebody cut it off.
                return count == 0 ? Errno.Io : (int)-count;
            }

            pages = pages[(int)count..];
            offset += count;
        }

        return 0;
    }

    public int WriteMetadata(long offset, ReadOnlySpan<byte> pages)
    {
        while (!pages.IsEmpty)
        {
            long count = Libc.Write(_metadata, offset, pages);
            if (count <= 0)
            {
                return count == 0 ? Errno.Io : (int)-count;
            }

            pages = pages[(int)count..];
            offset += count;
        }

        return 0;
    }

    public long ReadData(long offset, Span<byte> data) => _direct is null ? Libc.Read(_data, offset, data) : _direct.Read(offset, data);

    public long WriteData(long offset, ReadOnlySpan<byte> data) => _direct is null ? Libc.Write(_data, offset, data) : _direct.Write(offset, data);

    public int Synchronize() => Libc.SynchronizeData(_data);

    public int SynchronizeCheckpoint() => Libc.SynchronizeData(_metadata);

    public int SynchronizeFile() => Libc.Synchronize(_data);

    public int SynchronizeName()
    {
        string directory = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path)) ?? "/";
        int errno = Libc.Open(directory, Libc.ReadOnly | Libc.Directory, out FileDescriptor? descriptor);
        if (errno != 0)
        {
            return errno;
        }

        using (descriptor)
        {
            return Libc.Synchronize(descriptor!);
        }
    }

    public int SetLength(long lengthBytes)
    {
        int errno = Libc.Truncate(_data, lengthBytes);
        LengthBytes = errno == 0 ? lengthBytes : LengthBytes;
        return errno;
    }

    public int Allocate(long offset, long lengthBytes) => Libc.Allocate(_data, Libc.AllocateKeepSize, offset, lengthBytes);

    public int Punch(long offset, long lengthBytes) =>
        Libc.Allocate(_data, Libc.AllocateKeepSize | Libc.AllocatePunchHole, offset, lengthBytes);

    public int Zero(long offset, long lengthBytes) =>
        Libc.Allocate(_data, Libc.AllocateKeepSize | Libc.AllocateZeroRange, offset, lengthBytes);

    private static LinuxImageFile Wrap(string path, FileDescriptor data, bool isReadOnly)
    {
        FileDescriptor? metadata = null;
        try
        {
            int errno = Libc.Status(data, out FileStatus status);
            if (errno != 0)
            {
                throw Failed(path, "statx", errno, "check the file system");
            }

            if (!status.IsRegular)
            {
                throw Failed(path, "open", Errno.Invalid, "an image is a regular file; name one");
            }

            metadata = OpenMetadata(path, data, status, isReadOnly, out bool isDirect);
            return new LinuxImageFile(path, data, metadata, status, isReadOnly, isDirect);
        }
        catch
        {
            metadata?.Dispose();
            data.Dispose();
            throw;
        }
    }

    private static FileDescriptor OpenMetadata(string path, FileDescriptor data, in FileStatus status, bool isReadOnly, out bool isDirect)
    {
        string same = SamePath(data);
        int access = isReadOnly ? Libc.ReadOnly : Libc.ReadWrite;
        bool pagesAreAligned = status.DirectOffsetAlignmentBytes <= PageFrame.SizeBytes
            && status.DirectMemoryAlignmentBytes <= PageFrame.SizeBytes;
        FileDescriptor? direct = null;
        isDirect = pagesAreAligned && Libc.Open(same, access | Libc.Direct, out direct) == 0;
        if (isDirect)
        {
            return direct!;
        }

        int errno = Libc.Open(same, access, out FileDescriptor? buffered);
        return errno == 0 ? buffered! : throw Failed(path, "open again by /proc/self/fd", errno, "mount /proc");
    }

    // By way of the open descriptor, never by path again: the path may name another file by now.
    private static string SamePath(FileDescriptor data) => $"/proc/self/fd/{data.Number}";

    private static string Advice(int errno) => errno switch
    {
        Errno.NoEntry => "check the path, or create the image first",
        Errno.Exists => "choose another path, or remove the file that is there",
        Errno.Access => "ask for permission, or open read-only",
        Errno.ReadOnlyFileSystem => "open read-only, or remount the file system",
        Errno.IsDirectory or Errno.NoDeviceOrAddress => "an image is a regular file; name one",
        _ => "check the path and the file system",
    };

    private static ImageFileException Failed(string path, string operation, int errno, string advice) =>
        new(path, operation, errno, $"{path}: {operation} failed: {Errno.Describe(errno)}; {advice}.");
}
