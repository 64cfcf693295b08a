using ZonedSdk.Annotations;
using ZonedSdk.Backends;

namespace ZonedSdk.Devices;

/// <summary>One flush at the drive at a time. Whoever asks while one runs shares the next one with all who ask meanwhile.</summary>
/// <remarks>
/// A drive tells of lost data once, to one of the flushes that run just then, and Linux does the same for each open file. The success of the
/// other is worth nothing, yet it may be heard first. Where only one runs there is no other. The lock is a leaf and not held while a flush runs.
/// </remarks>
/// <param name="flush">Flushes a zone, or all; returns why that failed, or null. It does not throw.</param>
/// <param name="isInline">Whether those who wait go on where the flush ended.</param>
internal sealed class FlushQueue(Func<int, Task<ZonedIOException?>> flush, bool isInline)
{
    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))]
    private bool _isRunning;

    // Those who came while a flush ran. What it covers was decided when it began, so it is none of theirs.
    [GuardedBy(nameof(_gate))]
    private FlushGroup? _next;

    /// <summary>Waits for the end of a flush that begins after this call.</summary>
    /// <param name="zone">The zone whose writes matter, or <see cref="IZoneBackend.AllZones"/>.</param>
    /// <returns>Why the flush failed; null where it did not.</returns>
    public Task<ZonedIOException?> RunAsync(int zone)
    {
        FlushGroup group;
        Task<ZonedIOException?> end;
        lock (_gate)
        {
            if (_isRunning)
            {
                _next ??= new FlushGroup(zone);
                return _next.JoinAsync(zone, isInline);
            }

            _isRunning = true;
            group = new FlushGroup(zone);
            end = group.JoinAsync(zone, isInline);
        }

        _ = RunGroupsAsync(group);
        return end;
    }

    private async Task RunGroupsAsync(FlushGroup first)
    {
        for (FlushGroup? group = first; group is not null; group = TakeNext())
        {
            group.End(await flush(group.Zone).ConfigureAwait(false));
        }
    }

    private FlushGroup? TakeNext()
    {
        lock (_gate)
        {
            FlushGroup? next = _next;
            _next = null;
            _isRunning = next is not null;
            return next;
        }
    }

    // A task goes on inline with one of those who await it and sends the others to the thread pool, so each has a task of its own.
    private sealed class FlushGroup(int zone)
    {
        private readonly List<TaskCompletionSource<ZonedIOException?>> _waiting = [];

        public int Zone { get; private set; } = zone;

        public Task<ZonedIOException?> JoinAsync(int zone, bool isInline)
        {
            // One flush for the zones of all; more than was asked for is allowed.
            Zone = zone == Zone ? zone : IZoneBackend.AllZones;
            var end = new TaskCompletionSource<ZonedIOException?>(isInline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add(end);
            return end.Task;
        }

        public void End(ZonedIOException? failure) => _waiting.ForEach(w => w.SetResult(failure));
    }
}
