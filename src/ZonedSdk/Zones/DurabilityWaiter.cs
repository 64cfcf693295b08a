namespace ZonedSdk.Zones;

/// <summary>Somebody waits until a zone is durable up to an offset. Completed outside the zone's lock; its continuations run where the device's options say.</summary>
internal sealed class DurabilityWaiter(long offset, ulong incarnation, bool inlineContinuations)
    : TaskCompletionSource(inlineContinuations ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously)
{
    public long Offset { get; } = offset;

    public ulong Incarnation { get; } = incarnation;

    /// <summary>Why the wait is in vain; set under the zone's lock, told outside it.</summary>
    public ZonedIOException? Failure { get; set; }
}
