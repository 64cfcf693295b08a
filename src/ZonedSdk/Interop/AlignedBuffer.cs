using System.Runtime.InteropServices;

namespace ZonedSdk.Interop;

/// <summary>Zeroed memory that starts on a page, as direct I/O needs it. Not for use after <see cref="Dispose"/>.</summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    private const int AlignmentBytes = 4096;

    private byte* _start;

    public AlignedBuffer(int lengthBytes)
    {
        _start = (byte*)NativeMemory.AlignedAlloc((nuint)lengthBytes, AlignmentBytes);
        LengthBytes = lengthBytes;
        Span.Clear();
    }

    public int LengthBytes { get; }

    /// <summary>Where it starts, for a call that outlasts a <c>fixed</c> statement.</summary>
    public ulong Address => (ulong)_start;

    public Span<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(_start == null, this);
            return new Span<byte>(_start, LengthBytes);
        }
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_start);
        _start = null;
    }
}
