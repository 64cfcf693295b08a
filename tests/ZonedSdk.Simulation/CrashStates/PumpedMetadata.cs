using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image;

namespace ZonedSdk.Simulation.CrashStates;

/// <summary>An image's metadata store whose answers arrive when somebody delivers them: by itself it continues its callers on the thread pool, and a recorded workload has one thread.</summary>
internal sealed class PumpedMetadata(ImageStore store, MetadataControl control) : IZoneMetadata
{
    private readonly List<(Task<BackendResult> Asked, TaskCompletionSource<BackendResult> Answer)> _open = [];

    public BackendResult Failure => store.Metadata.Failure;

    public StoredZone Load(int zone) => store.Metadata.Load(zone);

    public void MarkDirty(int zone)
    {
        if (control != MetadataControl.ForgetsDirty)
        {
            store.Metadata.MarkDirty(zone);
        }
    }

    public ValueTask<BackendResult> FlushAsync(IZoneStateSource source, CancellationToken cancellationToken)
    {
        ValueTask<BackendResult> flush = store.Metadata.FlushAsync(source, CancellationToken.None);
        return control == MetadataControl.FlushAnswersEarly ? new(BackendResult.Success()) : Answered(flush);
    }

    public ValueTask<BackendResult> RecordAsync(int zone, StoredZone state)
    {
        if (control == MetadataControl.DiscardsFirst && state.DataEndBytes == 0)
        {
            _ = store.Data.Discard(zone);
        }

        ValueTask<BackendResult> record = store.Metadata.RecordAsync(zone, state);
        return control == MetadataControl.RecordAnswersEarly ? new(BackendResult.Success()) : Answered(record);
    }

    public ValueTask DisposeAsync() => store.Metadata.DisposeAsync();

    /// <summary>Hands over the answers that are there, the oldest question first.</summary>
    public void Deliver()
    {
        while (_open.FindIndex(static o => o.Asked.IsCompleted) is var index && index >= 0)
        {
            (Task<BackendResult> asked, TaskCompletionSource<BackendResult> answer) = _open[index];
            _open.RemoveAt(index);
            answer.SetResult(asked.GetAwaiter().GetResult());
        }
    }

    private ValueTask<BackendResult> Answered(ValueTask<BackendResult> asked)
    {
        if (asked.IsCompleted)
        {
            return asked;
        }

        // Continues on the stack of whoever delivers.
        var answer = new TaskCompletionSource<BackendResult>();
        _open.Add((asked.AsTask(), answer));
        return new ValueTask<BackendResult>(answer.Task);
    }
}
