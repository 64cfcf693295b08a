using ZonedSdk.Annotations;
using ZonedSdk.Interop;

namespace ZonedSdk.Backends.Image.Files;

/// <summary>Every call that an image makes to the system, so that a test can record, replay or fail each of them.</summary>
/// <remarks>
/// <para>Metadata calls are whole pages at page offsets from page-aligned memory (<see cref="AlignedBuffer"/>), and transfer all or report an error number. Data calls are one transfer each: the number of bytes, or minus an error number.</para>
/// <para>Both synchronise calls make everything durable that was written to the file before, data and metadata. There are two, through two descriptors, because the kernel reports a failed write-back once per descriptor: the journal's writer and a checkpoint beside it must not take each other's error away.</para>
/// </remarks>
internal interface IImageFile : IDisposable
{
    /// <summary>For messages.</summary>
    string Path { get; }

    /// <summary>The length when the file was opened, or as <see cref="SetLength"/> made it.</summary>
    long LengthBytes { get; }

    /// <summary>Nothing can be written.</summary>
    bool IsReadOnly { get; }

    /// <summary>Metadata go past the page cache, so that a page that was lost by a failed write-back, yet is cached as clean, is never believed.</summary>
    bool IsMetadataDirect { get; }

    /// <summary>Alignment that direct I/O asks of offsets and lengths; 0 = the file takes none.</summary>
    int DirectAlignmentBytes { get; }

    /// <summary>Which way data take; known before any move.</summary>
    ImageDataPath Data { get; }

    [DeviceIo(ReturnsError = true)]
    int ReadMetadata(long offset, Span<byte> pages);

    [DeviceIo(ReturnsError = true)]
    int WriteMetadata(long offset, ReadOnlySpan<byte> pages);

    [DeviceIo(ReturnsError = true, NegativeIsError = true)]
    long ReadData(long offset, Span<byte> data);

    [DeviceIo(ReturnsError = true, NegativeIsError = true)]
    long WriteData(long offset, ReadOnlySpan<byte> data);

    /// <summary>Called by the journal's writer, for data and for records.</summary>
    [DeviceIo(ReturnsError = true)]
    int Synchronize();

    /// <summary>Called by a checkpoint.</summary>
    [DeviceIo(ReturnsError = true)]
    int SynchronizeCheckpoint();

    /// <summary>Makes the file's own attributes durable too (fsync). Called at creation.</summary>
    [DeviceIo(ReturnsError = true)]
    int SynchronizeFile();

    /// <summary>Makes the file's name durable (fsync of the directory). Called at creation.</summary>
    [DeviceIo(ReturnsError = true)]
    int SynchronizeName();

    [DeviceIo(ReturnsError = true)]
    int SetLength(long lengthBytes);

    /// <summary>Allocates space without changing length or content.</summary>
    [DeviceIo(ReturnsError = true)]
    int Allocate(long offset, long lengthBytes);

    /// <summary>Gives space back; the range reads as zeroes.</summary>
    [DeviceIo(ReturnsError = true)]
    int Punch(long offset, long lengthBytes);

    /// <summary>Zeroes a range and keeps it allocated.</summary>
    [DeviceIo(ReturnsError = true)]
    int Zero(long offset, long lengthBytes);
}
