using ZonedSdk.Backends;

namespace ZonedSdk.CompilerServices;

/// <summary>A call that is no transfer, on the thread pool: it may block.</summary>
internal sealed class CallWork(Func<BackendResult> call) : IThreadPoolWorkItem
{
    private readonly TaskCompletionSource<BackendResult> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<BackendResult> Task => _ended.Task;

    public void Execute() => _ended.SetResult(Run(call));

    /// <summary>A call that throws instead of returning a code is an error of the medium.</summary>
    public static BackendResult Run(Func<BackendResult> call)
    {
        try
        {
            return call();
        }
        catch (Exception)
        {
            return BackendResult.Failure(ZoneError.Io);
        }
    }
}
