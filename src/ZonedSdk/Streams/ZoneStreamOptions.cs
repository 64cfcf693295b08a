namespace ZonedSdk;

/// <summary>How a stream fills a zone (<see cref="ZoneStreams"/>).</summary>
public sealed record ZoneStreamOptions
{
    /// <summary>Bytes that are gathered before they are written by one command; rounded down to whole blocks, at least one, and to what the device takes at once.</summary>
    /// <value>Default 256 KiB; 512 bytes to 64 MiB.</value>
    public int BufferBytes { get; init; } = 256 << 10;

    /// <summary>Most writes in flight; each has a buffer of its own, from <see cref="ZonedDevice.Buffers"/>.</summary>
    /// <value>Default 4; 1 to 256.</value>
    public int MaxWritesInFlight { get; init; } = 4;

    /// <summary>What a flush of the stream waits for, and its end: null = nothing, the whole blocks are handed over; <see cref="Durability.Acknowledged"/> = the drive has acknowledged them; <see cref="Durability.Flushed"/> = they survive a power cut.</summary>
    /// <value>Default null. The stream's end always waits for the drive to acknowledge.</value>
    public Durability? Flush { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BufferBytes, 512, nameof(BufferBytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BufferBytes, 64 << 20, nameof(BufferBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxWritesInFlight, 1, nameof(MaxWritesInFlight));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxWritesInFlight, 256, nameof(MaxWritesInFlight));
        if (Flush is not (null or Durability.Acknowledged or Durability.Flushed))
        {
            throw new ArgumentOutOfRangeException(nameof(Flush), Flush, $"There is no such {nameof(Durability)}.");
        }
    }
}
