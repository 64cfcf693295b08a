namespace ZonedSdk.Zones;

/// <summary>Somebody waits until a zone is durable up to an offset. Completed under the zone's lock, so continuations run elsewhere.</summary>
internal sealed class DurabilityWaiter(long offset, ulong incarnation) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public long Offset { get; } = offset;

    public ulong Incarnation { get; } = incarnation;
}
