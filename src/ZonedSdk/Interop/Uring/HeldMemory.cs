using System.Buffers;

namespace ZonedSdk.Interop.Uring;

/// <summary>Memory of one operation, kept where the kernel finds it: in its place where it lies well, otherwise in a buffer that does.</summary>
/// <remarks>Held from the moment at which the entry is written until the operation is completed: never while nobody needs it, and never a moment less.</remarks>
internal unsafe struct HeldMemory
{
    private MemoryHandle _pin;
    private AlignedBuffer? _buffer;
    private AlignedBufferPool? _origin;

    /// <summary>Keeps memory in its place, if it lies at a multiple there.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="alignmentBytes">A power of two, 1 = anywhere.</param>
    /// <param name="address">Where it lies.</param>
    public bool TryPin(Memory<byte> memory, int alignmentBytes, out ulong address)
    {
        _pin = memory.Pin();
        address = (ulong)_pin.Pointer;
        if ((address & (ulong)(alignmentBytes - 1)) == 0)
        {
            return true;
        }

        _pin.Dispose();
        return false;
    }

    /// <summary>Takes a buffer in its stead.</summary>
    public AlignedBuffer Rent(AlignedBufferPool buffers)
    {
        _origin = buffers;
        return _buffer = buffers.Rent();
    }

    /// <summary>Takes a buffer in its stead, with what is to be written.</summary>
    /// <param name="buffers">Where it comes from.</param>
    /// <param name="written">What is written; empty where it is filled.</param>
    public AlignedBuffer Rent(AlignedBufferPool buffers, ReadOnlySpan<byte> written)
    {
        AlignedBuffer buffer = Rent(buffers);
        if (!written.IsEmpty)
        {
            written.CopyTo(buffer.Span);
            buffers.CountCopied(written.Length);
        }

        return buffer;
    }

    /// <summary>Lets go of either.</summary>
    /// <param name="read">Filled from the buffer, if there was one; empty after a write.</param>
    public void LetGo(Memory<byte> read)
    {
        _pin.Dispose();
        if (_buffer is not { } buffer)
        {
            return;
        }

        _buffer = null;
        if (!read.IsEmpty)
        {
            buffer.Span[..read.Length].CopyTo(read.Span);
            _origin!.CountCopied(read.Length);
        }

        _origin!.Return(buffer);
    }
}
