using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;

namespace ZonedSdk.CompilerServices;

/// <summary>A call that is no transfer, on its way to a thread of the scheduler.</summary>
internal sealed class CallWork(DriveStep step, Func<BackendResult> call) : DriveWork
{
    // Continuations stay on the thread: it holds no lock, and an inline drive has then ended when its caller goes on.
    private readonly TaskCompletionSource<BackendResult> _ended = new();

    public Task<BackendResult> Task => _ended.Task;

    public override DriveStep Describe() => step;

    public override void Execute()
    {
        BackendResult result;
        try
        {
            result = call();
        }
        catch (Exception)
        {
            result = BackendResult.Failure(ZoneError.Io);
        }

        _ended.SetResult(result);
    }
}
