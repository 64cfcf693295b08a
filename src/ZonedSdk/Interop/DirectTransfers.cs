using System.Runtime.Versioning;

namespace ZonedSdk.Interop;

/// <summary>Transfers past the page cache, from memory wherever it lies: what does not lie as direct I/O needs it goes through a buffer that does.</summary>
/// <param name="bufferBytes">Length of such a buffer: of memory that does not lie well no more is transferred at once.</param>
/// <param name="alignmentBytes">Where memory has to lie: a power of two.</param>
/// <param name="deviceName">Whose transfers they are, for measurements.</param>
/// <param name="write">How memory that lies well is written; null = <see cref="Libc.Write"/>.</param>
[SupportedOSPlatform("linux")]
internal sealed unsafe class DirectTransfers(int bufferBytes, int alignmentBytes, string deviceName, DirectTransfers.WriteCall? write = null) : IDisposable
{
    private readonly AlignedBufferPool _buffers = new(bufferBytes, deviceName);
    private readonly nuint _misalignment = (nuint)alignmentBytes - 1;
    private readonly WriteCall _write = write ?? Libc.Write;

    /// <summary>One write: bytes written, possibly fewer than asked, or minus an error number.</summary>
    public delegate long WriteCall(FileDescriptor descriptor, long offset, ReadOnlySpan<byte> data);

    /// <summary>One read: bytes read (0 at the file's end), possibly fewer than asked, or minus an error number.</summary>
    public long Read(FileDescriptor descriptor, long offset, Span<byte> buffer)
    {
        // Looked at where it is pinned: memory that lies well may be moved before.
        fixed (byte* start = buffer)
        {
            if (((nuint)start & _misalignment) == 0)
            {
                return Libc.Read(descriptor, offset, buffer);
            }
        }

        AlignedBuffer bounce = _buffers.Rent();
        try
        {
            Span<byte> aligned = bounce.Span[..Math.Min(buffer.Length, bounce.LengthBytes)];
            long count = Libc.Read(descriptor, offset, aligned);
            if (count > 0)
            {
                aligned[..(int)count].CopyTo(buffer);
                _buffers.CountCopied((int)count);
            }

            return count;
        }
        finally
        {
            _buffers.Return(bounce);
        }
    }

    /// <summary>One write: bytes written, possibly fewer than asked, or minus an error number.</summary>
    public long Write(FileDescriptor descriptor, long offset, ReadOnlySpan<byte> data)
    {
        fixed (byte* start = data)
        {
            if (((nuint)start & _misalignment) == 0)
            {
                return _write(descriptor, offset, data);
            }
        }

        AlignedBuffer bounce = _buffers.Rent();
        try
        {
            Span<byte> aligned = bounce.Span[..Math.Min(data.Length, bounce.LengthBytes)];
            data[..aligned.Length].CopyTo(aligned);
            _buffers.CountCopied(aligned.Length);
            return _write(descriptor, offset, aligned);
        }
        finally
        {
            _buffers.Return(bounce);
        }
    }

    public void Dispose() => _buffers.Dispose();
}
