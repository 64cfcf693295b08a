using ZonedSdk.Annotations;
using ZonedSdk.Diagnostics;

namespace ZonedSdk.Interop;

/// <summary>Buffers for direct I/O of memory that does not lie as the device wants it. As many are kept as were ever used at once.</summary>
/// <param name="lengthBytes">Length of each.</param>
/// <param name="deviceName">Whose transfers they serve, for measurements.</param>
internal sealed class AlignedBufferPool(int lengthBytes, string deviceName) : IDisposable
{
    private readonly KeyValuePair<string, object?> _metricTag = ZonedMetrics.TagOf(deviceName);
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

    /// <summary>Counts bytes that went through a buffer because the memory which they come from or go to lies elsewhere.</summary>
    public void CountCopied(int lengthBytes)
    {
        if (ZonedMetrics.Copied.Enabled)
        {
            ZonedMetrics.Copied.Add(lengthBytes, _metricTag);
        }
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
