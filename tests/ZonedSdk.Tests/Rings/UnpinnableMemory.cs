using System.Buffers;

namespace ZonedSdk.Tests.Rings;

/// <summary>Memory of a user's own kind that refuses to stay where it is.</summary>
internal sealed class UnpinnableMemory(int lengthBytes) : MemoryManager<byte>
{
    private readonly byte[] _bytes = new byte[lengthBytes];

    public override Span<byte> GetSpan() => _bytes;

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException("This memory is never pinned.");

    public override void Unpin()
    {
        // It never was.
    }

    protected override void Dispose(bool disposing)
    {
        // Nothing is held.
    }
}
