namespace ZonedSdk.Benchmarks.Held;

/// <summary>A zone whose lock is held until the write has ended: the queue-depth-1 way, which everything here is compared with.</summary>
internal interface IHeldZone
{
    /// <summary>Which way of holding it is.</summary>
    string Name { get; }

    /// <summary>Appends under the lock.</summary>
    /// <returns>Where the data are.</returns>
    ValueTask<long> AppendAsync(Memory<byte> data);
}
