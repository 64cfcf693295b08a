using ZonedSdk.Backends.Image.Files;
using ZonedSdk.Backends.Image.Format;

namespace ZonedSdk.Backends.Image.Repair;

/// <summary>An image's metadata as a repair would leave them: what is written stays in memory. So a repair is tried before a byte of the file changes.</summary>
internal sealed class OverlayFile(IImageFile file) : IImageFile
{
    private readonly Dictionary<long, byte[]> _pages = [];

    public string Path => file.Path;

    public long LengthBytes => file.LengthBytes;

    public bool IsReadOnly => false;

    public bool IsMetadataDirect => file.IsMetadataDirect;

    public int DirectAlignmentBytes => file.DirectAlignmentBytes;

    public ImageDataPath Data => file.Data;

    // The file is its opener's.
    public void Dispose()
    {
    }

    public int ReadMetadata(long offset, Span<byte> pages)
    {
        int errno = file.ReadMetadata(offset, pages);
        for (int start = 0; start < pages.Length; start += PageFrame.SizeBytes)
        {
            Span<byte> page = pages.Slice(start, PageFrame.SizeBytes);
            if (_pages.TryGetValue(offset + start, out byte[]? written))
            {
                written.CopyTo(page);
            }
            else if (errno != 0 && file.ReadMetadata(offset + start, page) is var own && own != 0)
            {
                return own;
            }
        }

        return 0;
    }

    public int WriteMetadata(long offset, ReadOnlySpan<byte> pages)
    {
        for (int start = 0; start < pages.Length; start += PageFrame.SizeBytes)
        {
            _pages[offset + start] = pages.Slice(start, PageFrame.SizeBytes).ToArray();
        }

        return 0;
    }

    public int Synchronize() => 0;

    public int SynchronizeCheckpoint() => 0;

    public int SynchronizeFile() => 0;

    public int SynchronizeName() => 0;

    public long ReadData(long offset, Span<byte> data) => throw NoData();

    public long WriteData(long offset, ReadOnlySpan<byte> data) => throw NoData();

    public int SetLength(long lengthBytes) => throw NoData();

    public int Allocate(long offset, long lengthBytes) => throw NoData();

    public int Punch(long offset, long lengthBytes) => throw NoData();

    public int Zero(long offset, long lengthBytes) => throw NoData();

    private static InvalidOperationException NoData() => new("A repair changes metadata only.");
}
