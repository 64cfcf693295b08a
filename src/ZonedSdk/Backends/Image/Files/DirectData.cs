using System.Runtime.Versioning;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;

namespace ZonedSdk.Backends.Image.Files;

/// <summary>The data of an image past the page cache: a descriptor of their own, and rings over it where they were welcome and are to be had.</summary>
[SupportedOSPlatform("linux")]
internal sealed class DirectData : IDisposable
{
    private readonly FileDescriptor _descriptor;
    private readonly int _memoryAlignmentBytes;
    private readonly DirectTransfers _transfers;
    private OpenedRings _opened = OpenedRings.None(refusal: null);

    private DirectData(FileDescriptor descriptor, int memoryAlignmentBytes, string name)
    {
        _descriptor = descriptor;
        _memoryAlignmentBytes = memoryAlignmentBytes;
        _transfers = new DirectTransfers(ImageDataPath.MaxCopiedBytes, memoryAlignmentBytes, name);
    }

    /// <summary>The rings; null where transfers are calls that block.</summary>
    public ImageRings? Rings => _opened.Rings.Count == 0 ? null : new ImageRings(_opened.Rings, _descriptor.Number, _memoryAlignmentBytes);

    /// <summary>Opens the way past the page cache.</summary>
    /// <param name="name">The image, for measurements.</param>
    /// <param name="same">A path by which the open file is opened once more.</param>
    /// <param name="status">What the file system says of the file.</param>
    /// <param name="superblock">The image.</param>
    /// <param name="isReadOnly">Nothing is written.</param>
    /// <param name="refusal">Why there is none, to go on a sentence.</param>
    /// <returns>The way; null where there is none.</returns>
    public static DirectData? TryOpen(string name, string same, in FileStatus status, Superblock superblock, bool isReadOnly, out string? refusal)
    {
        int alignmentBytes = status.DirectOffsetAlignmentBytes;
        refusal = WhyNot(alignmentBytes, superblock);
        if (refusal is not null)
        {
            return null;
        }

        int errno = Libc.Open(same, (isReadOnly ? Libc.ReadOnly : Libc.ReadWrite) | Libc.Direct, out FileDescriptor? descriptor);
        refusal = errno == 0 ? null : $"its file system opens no file for it: {Errno.Describe(errno)}";
        return descriptor is null ? null : new DirectData(descriptor, status.DirectMemoryAlignmentBytes, name);
    }

    /// <summary>Makes rings, and tries each.</summary>
    /// <param name="name">The image.</param>
    /// <param name="options">How many, and how deep.</param>
    /// <returns>Those that there are.</returns>
    public OpenedRings StartRings(string name, ImageOpenOptions options)
    {
        // That the kernel has one does not say that this file's data may go by it. Only a transfer tells: here one of the superblock's page.
        RingOptions all = new() { Name = name, Depth = options.QueueDepth, Opcodes = [RingOpcode.Write], Device = _descriptor };
        return _opened = OpenedRings.Open(all, options.RingCount, () => new ReadTrial(_descriptor, offset: 0, PageFrame.SizeBytes), "a read by one failed");
    }

    /// <summary>One read: bytes read, possibly fewer than asked, or minus an error number.</summary>
    public long Read(long offset, Span<byte> data) => _transfers.Read(_descriptor, offset, data);

    /// <summary>One write: bytes written, possibly fewer than asked, or minus an error number.</summary>
    public long Write(long offset, ReadOnlySpan<byte> data) => _transfers.Write(_descriptor, offset, data);

    /// <summary>Closes the file. Rings that nobody ended are ended, and keep the file until the kernel is done with it.</summary>
    public void Dispose()
    {
        _opened.Stop();
        _transfers.Dispose();
        _descriptor.Dispose();
    }

    private static string? WhyNot(int alignmentBytes, Superblock superblock)
    {
        if (alignmentBytes == 0)
        {
            return "its file system takes none, or does not say what it asks of offsets (ext4 and XFS do, on Linux 6.1 and later)";
        }

        // Zones are whole blocks, and follow one another from where the data begin.
        int blockSizeBytes = superblock.Geometry.BlockSizeBytes;
        return blockSizeBytes % alignmentBytes == 0 && superblock.Data.Offset % alignmentBytes == 0
            ? null
            : $"its file system takes it in multiples of {alignmentBytes} bytes, and the image's blocks have {blockSizeBytes}; create images with blocks of 4096 bytes or more";
    }
}
