using System.Runtime.CompilerServices;
using ZonedSdk.Backends;

namespace ZonedSdk.Benchmarks.Held;

/// <summary>Holds a zone by a <see cref="SemaphoreSlim"/>: what a program does that wants to be correct, is written in a day, and does not block threads.</summary>
internal sealed class HeldBySemaphore(IZoneBackend backend, int zone, bool isInline) : IHeldZone, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly HeldWrite _write = new(backend, zone, isInline);
    private long _writePointer = backend.Geometry.StartOf(zone);

    public string Name => isInline ? "SemaphoreSlim, completions inline" : "SemaphoreSlim, completions on the pool";

    /// <remarks>The method's state is pooled: so it allocates no more than we do.</remarks>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<long> AppendAsync(Memory<byte> data)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            long offset = await _write.WriteAsync(_writePointer, data).ConfigureAwait(false);
            _writePointer = offset + data.Length;
            return offset;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}
