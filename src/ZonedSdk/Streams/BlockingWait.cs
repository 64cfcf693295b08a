using System.Runtime.ExceptionServices;

namespace ZonedSdk.Streams;

/// <summary>For callers of synchronous members, who have chosen to block: what they wait for runs on the drive's threads and the pool's.</summary>
internal static class BlockingWait
{
    /// <summary>Waits for an operation's end, and throws what it threw.</summary>
    public static T For<T>(ValueTask<T> operation)
    {
        // Not disposed: the one that sets it may still be inside when the wait is over.
        var end = new ManualResetEventSlim();
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        _ = ObserveAsync();
        end.Wait();
        failure?.Throw();
        return result!;

        async Task ObserveAsync()
        {
            try
            {
                result = await operation.ConfigureAwait(false);
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }

            end.Set();
        }
    }

    /// <inheritdoc cref="For{T}(ValueTask{T})"/>
    public static void For(ValueTask operation) => _ = For(ResultOfAsync(operation));

    private static async ValueTask<bool> ResultOfAsync(ValueTask operation)
    {
        await operation.ConfigureAwait(false);
        return true;
    }
}
