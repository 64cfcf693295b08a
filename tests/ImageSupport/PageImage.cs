namespace ZonedSdk.TestSupport.Image;

/// <summary>A file's content as a table of shared 4 KiB pages: a copy costs a table, and a written page is a new one.</summary>
internal sealed class PageImage
{
    public const int PageBytes = 4096;

    private static readonly byte[] s_zeroes = new byte[PageBytes];

    private readonly byte[]?[] _pages;

    public PageImage(long lengthBytes)
    {
        LengthBytes = lengthBytes;
        _pages = new byte[(lengthBytes + PageBytes - 1) / PageBytes][];
    }

    private PageImage(PageImage original)
    {
        LengthBytes = original.LengthBytes;
        _pages = (byte[]?[])original._pages.Clone();
    }

    public long LengthBytes { get; }

    public PageImage Fork() => new(this);

    public ReadOnlySpan<byte> Page(long index) => _pages[index] ?? s_zeroes;

    public void Read(long offset, Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            int inPage = (int)(offset % PageBytes);
            int count = Math.Min(PageBytes - inPage, target.Length);
            Page(offset / PageBytes).Slice(inPage, count).CopyTo(target);
            target = target[count..];
            offset += count;
        }
    }

    /// <summary>Writes bytes; a whole page that is given as an array of its own is shared, not copied.</summary>
    public void Write(long offset, ReadOnlyMemory<byte> data)
    {
        if (offset % PageBytes == 0 && data.Length == PageBytes
            && System.Runtime.InteropServices.MemoryMarshal.TryGetArray(data, out ArraySegment<byte> segment)
            && segment is { Offset: 0, Array.Length: PageBytes })
        {
            _pages[offset / PageBytes] = segment.Array;
            return;
        }

        ReadOnlySpan<byte> rest = data.Span;
        while (!rest.IsEmpty)
        {
            int inPage = (int)(offset % PageBytes);
            int count = Math.Min(PageBytes - inPage, rest.Length);
            byte[] page = Page(offset / PageBytes).ToArray();
            rest[..count].CopyTo(page.AsSpan(inPage));
            _pages[offset / PageBytes] = page;
            rest = rest[count..];
            offset += count;
        }
    }

    public void Zero(long offset, long lengthBytes)
    {
        while (lengthBytes > 0)
        {
            int inPage = (int)(offset % PageBytes);
            int count = (int)Math.Min(PageBytes - inPage, lengthBytes);
            if (count == PageBytes)
            {
                _pages[offset / PageBytes] = null;
            }
            else
            {
                Write(offset, new byte[count]);
            }

            lengthBytes -= count;
            offset += count;
        }
    }
}
