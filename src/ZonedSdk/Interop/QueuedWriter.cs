using System.Collections.Concurrent;
using System.Runtime.Versioning;

namespace ZonedSdk.Interop;

/// <summary>Writes by <see cref="QueuedIo"/>, from as many threads as there are.</summary>
[SupportedOSPlatform("linux")]
internal sealed class QueuedWriter : IDisposable
{
    private readonly ConcurrentBag<QueuedIo> _idle = [];

    /// <inheritdoc cref="QueuedIo.Write"/>
    public long Write(FileDescriptor descriptor, long offset, ReadOnlySpan<byte> data)
    {
        if (!_idle.TryTake(out QueuedIo? queue) && QueuedIo.Create(out queue) is var errno and not 0)
        {
            return -errno;
        }

        long count = queue!.Write(descriptor, offset, data);
        _idle.Add(queue);
        return count;
    }

    public void Dispose()
    {
        while (_idle.TryTake(out QueuedIo? queue))
        {
            queue.Dispose();
        }
    }
}
