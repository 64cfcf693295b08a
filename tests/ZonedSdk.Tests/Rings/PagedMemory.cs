using System.Buffers;
using System.Runtime.InteropServices;

namespace ZonedSdk.Tests.Rings;

/// <summary>Memory that begins at a page or so many bytes behind one, and that counts who holds it in its place.</summary>
internal sealed class PagedMemory : MemoryManager<byte>
{
    private const int PageBytes = 4096;
    private readonly byte[] _memory;
    private readonly int _start;
    private readonly int _lengthBytes;
    private int _holders;

    public PagedMemory(int lengthBytes, byte fill = 0, int beyondPage = 0)
    {
        _memory = GC.AllocateArray<byte>(lengthBytes + (2 * PageBytes), pinned: true);
        _start = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0) & (PageBytes - 1)) + beyondPage;
        _lengthBytes = lengthBytes;
        GetSpan().Fill(fill);
    }

    public int Holders => Volatile.Read(ref _holders);

    public override Span<byte> GetSpan() => _memory.AsSpan(_start, _lengthBytes);

    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        Interlocked.Increment(ref _holders);
        return new MemoryHandle((byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_memory, _start + elementIndex), pinnable: this);
    }

    public override void Unpin() => Interlocked.Decrement(ref _holders);

    protected override void Dispose(bool disposing)
    {
        // The collector has it.
    }
}
