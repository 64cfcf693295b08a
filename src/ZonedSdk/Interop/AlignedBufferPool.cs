using ZonedSdk.Annotations;

namespace ZonedSdk.Interop;

/// <summary>Buffers for direct I/O of memory that does not lie as the device wants it. As many are kept as were ever used at once.</summary>
/// <param name="lengthBytes">Length of each.</param>
internal sealed class AlignedBufferPool(int lengthBytes) : IDisposable
{
    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))]
    private readonly Stack<AlignedBuffer> _free = new();

    [GuardedBy(nameof(_gate))]
    private bool _isDisposed;

    /// <summary>Takes a buffer, whose content is what somebody left there.</summary>
    public AlignedBuffer Rent()
    {
        lock (_gate)
        {
            if (_free.TryPop(out AlignedBuffer? buffer))
            {
                return buffer;
            }
        }

        return new AlignedBuffer(lengthBytes);
    }

    /// <summary>Gives a buffer back.</summary>
    public void Return(AlignedBuffer buffer)
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _free.Push(buffer);
                return;
            }
        }

        buffer.Dispose();
    }

    /// <summary>Frees all that are not in use; those end when they come back.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            while (_free.TryPop(out AlignedBuffer? buffer))
            {
                buffer.Dispose();
            }
        }
    }
}
