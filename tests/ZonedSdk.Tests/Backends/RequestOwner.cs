using ZonedSdk.Backends;
using ZonedSdk.CompilerServices;
using ZonedSdk.Zones;

namespace ZonedSdk.Tests.Backends;

/// <summary>Submits requests to an engine and hears how they end, in the place of a zone.</summary>
internal sealed class RequestOwner : IRequestOwner
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private int _awaited = int.MaxValue;

    public bool Records { get; init; } = true;

    public List<BackendResult> Results { get; } = [];

    /// <summary>Called with each that has ended, on whichever thread that is.</summary>
    public Action<ZoneRequest>? Hears { get; init; }

    public void Submit(CommandEngine engine, ZoneRequest request)
    {
        request.Arm(this);
        engine.Submit(request);
    }

    public Task WhenAsync(int count)
    {
        Volatile.Write(ref _awaited, count);
        if (Volatile.Read(ref _count) >= count)
        {
            _ended.TrySetResult();
        }

        return _ended.Task;
    }

    void IRequestOwner.OnCompleted(ZoneRequest request, in BackendResult result)
    {
        if (Records)
        {
            lock (Results)
            {
                Results.Add(result);
            }
        }

        Hears?.Invoke(request);
        if (Interlocked.Increment(ref _count) >= Volatile.Read(ref _awaited))
        {
            _ended.TrySetResult();
        }
    }
}
