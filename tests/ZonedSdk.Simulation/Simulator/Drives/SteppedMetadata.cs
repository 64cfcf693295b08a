using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.TestSupport.Image;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>An image's metadata store whose writer runs to its end inside the call: it is started on a scheduler of its own, and a world has one thread. The interleavings of the writer are the crash states' subject.</summary>
internal sealed class SteppedMetadata(IZoneMetadata inner, StepScheduler scheduler) : IZoneMetadata
{
    public BackendResult Failure => inner.Failure;

    public StoredZone Load(int zone) => inner.Load(zone);

    public void MarkDirty(int zone) => inner.MarkDirty(zone);

    public ValueTask<BackendResult> FlushAsync(IZoneStateSource source, CancellationToken cancellationToken) =>
        Finish(inner.FlushAsync(source, CancellationToken.None));

    public ValueTask<BackendResult> RecordAsync(int zone, StoredZone state) => Finish(inner.RecordAsync(zone, state));

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private ValueTask<BackendResult> Finish(ValueTask<BackendResult> pending)
    {
        Task<BackendResult> task = pending.AsTask();
        scheduler.Run();
        Assert.True(task.IsCompleted, "With nothing left to run, the writer has answered.");
        return new ValueTask<BackendResult>(task.Result);
    }
}
