using ZonedSdk.Backends.Image.Files;
using ZonedSdk.Interop;

namespace ZonedSdk.TestSupport.Image;

/// <summary>An image's file in memory. Every call passes <see cref="OnCall"/> first, which can fail it; changes are told to a recorder.</summary>
internal sealed class MemoryImageFile(PageImage content, bool isReadOnly = false) : IImageFile
{
    public PageImage Content { get; private set; } = content;

    public IImageRecorder? Recorder { get; set; }

    /// <summary>Gets the call's name; an error number other than 0 fails the call before it does anything.</summary>
    public Func<string, int>? OnCall { get; set; }

    /// <summary>Runs while a synchronise call is under way: what is written here, the call does not cover.</summary>
    public Action? DuringSynchronize { get; set; }

    public string Path => "memory.zimg";

    public long LengthBytes => Content.LengthBytes;

    public bool IsReadOnly { get; } = isReadOnly;

    public bool IsMetadataDirect { get; init; } = true;

    public int DirectAlignmentBytes { get; init; } = 512;

    public ImageDataPath Data { get; set; } = ImageDataPath.Buffered;

    public bool IsDisposed { get; private set; }

    public void Dispose() => IsDisposed = true;

    public int ReadMetadata(long offset, Span<byte> pages)
    {
        int errno = Call(nameof(ReadMetadata));
        if (errno == 0)
        {
            Assert.True(offset % PageImage.PageBytes == 0 && pages.Length % PageImage.PageBytes == 0, "Direct I/O needs whole pages.");
            Content.Read(offset, pages);
        }

        return errno;
    }

    public int WriteMetadata(long offset, ReadOnlySpan<byte> pages)
    {
        int errno = Call(nameof(WriteMetadata));
        if (errno == 0)
        {
            Assert.True(offset % PageImage.PageBytes == 0 && pages.Length % PageImage.PageBytes == 0, "Direct I/O needs whole pages.");
            Change(offset, pages);
        }

        return errno;
    }

    public long ReadData(long offset, Span<byte> data)
    {
        int errno = Call(nameof(ReadData));
        if (errno == 0)
        {
            Content.Read(offset, data);
        }

        return errno == 0 ? data.Length : -errno;
    }

    public long WriteData(long offset, ReadOnlySpan<byte> data)
    {
        int errno = Call(nameof(WriteData));
        if (errno == 0)
        {
            Change(offset, data);
        }

        return errno == 0 ? data.Length : -errno;
    }

    public int Synchronize() => Barrier(nameof(Synchronize));

    public int SynchronizeCheckpoint() => Barrier(nameof(SynchronizeCheckpoint));

    public int SynchronizeFile() => Barrier(nameof(SynchronizeFile));

    public int SynchronizeName() => Call(nameof(SynchronizeName));

    public int SetLength(long lengthBytes)
    {
        int errno = Call(nameof(SetLength));
        if (errno == 0)
        {
            Content = new PageImage(lengthBytes);
        }

        return errno;
    }

    public int Allocate(long offset, long lengthBytes)
    {
        int errno = Call(nameof(Allocate));
        return errno == 0 && (offset < 0 || lengthBytes <= 0) ? Errno.Invalid : errno;
    }

    public int Punch(long offset, long lengthBytes) => Clear(nameof(Punch), offset, lengthBytes);

    public int Zero(long offset, long lengthBytes) => Clear(nameof(Zero), offset, lengthBytes);

    private int Call(string name)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        return OnCall?.Invoke(name) ?? 0;
    }

    private int Clear(string name, long offset, long lengthBytes)
    {
        int errno = Call(name);
        if (errno == 0)
        {
            Content.Zero(offset, lengthBytes);
            Recorder?.Cleared(offset, lengthBytes);
        }

        return errno;
    }

    private void Change(long offset, ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            int count = Math.Min(PageImage.PageBytes - (int)(offset % PageImage.PageBytes), data.Length);
            byte[] copy = data[..count].ToArray();
            Content.Write(offset, copy);
            Recorder?.Written(offset, copy);
            data = data[count..];
            offset += count;
        }
    }

    private int Barrier(string name)
    {
        int errno = Call(name);
        if (errno == 0)
        {
            int covered = Recorder?.Position ?? 0;
            DuringSynchronize?.Invoke();
            Recorder?.Synchronized(covered);
        }

        return errno;
    }
}
