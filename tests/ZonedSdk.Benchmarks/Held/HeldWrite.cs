using System.Threading.Tasks.Sources;
using ZonedSdk.Backends;
using ZonedSdk.Zones;

namespace ZonedSdk.Benchmarks.Held;

/// <summary>The write that a lock's holder has at a backend, without the runtime. There is one at a time, so one object serves for all of them, and nothing is allocated.</summary>
internal sealed class HeldWrite : IRequestOwner, IValueTaskSource<long>
{
    private readonly IZoneBackend _backend;
    private readonly ZoneRequest _request;
    private ManualResetValueTaskSourceCore<long> _core;

    public HeldWrite(IZoneBackend backend, int zone, bool isInline)
    {
        _backend = backend;
        _request = new ZoneRequest() { Kind = ZoneRequestKind.Write, ZoneIndex = zone };
        _core.RunContinuationsAsynchronously = !isInline;
    }

    public ValueTask<long> WriteAsync(long offset, Memory<byte> data)
    {
        _request.Offset = offset;
        _request.Buffer = data;
        _request.CommandLengthBytes = data.Length;
        _request.Arm(this);
        var task = new ValueTask<long>(this, _core.Version);
        _backend.Submit(_request);
        _backend.Kick();
        return task;
    }

    void IRequestOwner.OnCompleted(ZoneRequest request, in BackendResult result)
    {
        if (result.IsSuccess && result.BytesTransferred == request.CommandLengthBytes)
        {
            _core.SetResult(request.Offset);
        }
        else
        {
            _core.SetException(new IOException($"A write of the baseline failed: {result}."));
        }
    }

    long IValueTaskSource<long>.GetResult(short token)
    {
        long offset = _core.GetResult(token);
        _core.Reset();
        return offset;
    }

    ValueTaskSourceStatus IValueTaskSource<long>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<long>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
