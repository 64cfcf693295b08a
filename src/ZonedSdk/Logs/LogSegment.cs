using ZonedSdk.Logs.Format;

namespace ZonedSdk.Logs;

/// <summary>One use of a zone by a log: the records between two resets. What changes is guarded by the log's gate.</summary>
internal sealed class LogSegment(int zone, long generation, long firstSequence, long start, long capacityEnd, int blockBytes)
{
    // So many places of a zone are remembered, so that a reader need not begin at its start.
    private const int MaxPlaces = 64;

    private readonly List<(long Sequence, long Offset)> _places = [];
    private readonly long _strideBytes = Math.Max(blockBytes, (capacityEnd - start) / MaxPlaces);

    public int Zone { get; } = zone;

    public long Generation { get; } = generation;

    /// <summary>The number of its first record.</summary>
    public long FirstSequence { get; } = firstSequence;

    /// <summary>Absolute offset of the zone.</summary>
    public long Start { get; } = start;

    /// <summary>Absolute offset of its first group.</summary>
    public long DataStart { get; } = start + (LogZoneHeader.Copies * blockBytes);

    /// <summary>Absolute offset at which its capacity ends.</summary>
    public long CapacityEnd { get; } = capacityEnd;

    /// <summary>Absolute offset at which its groups end that can be read.</summary>
    public long End { get; set; } = start + (LogZoneHeader.Copies * blockBytes);

    /// <summary>The number behind that of the last record that can be read.</summary>
    public long NextSequence { get; set; } = firstSequence;

    /// <summary>No group will be written to it any more.</summary>
    public bool IsSealed { get; set; }

    /// <summary>A power cut cannot take the zone's header any more, and with it the numbers of what was trimmed before.</summary>
    public bool IsHeaderDurable { get; set; }

    /// <summary>Remembers where a group begins, unless one near it is remembered.</summary>
    public void Remember(long sequence, long offset)
    {
        if (offset - (_places.Count == 0 ? DataStart : _places[^1].Offset) >= _strideBytes && (_places.Count == 0 || sequence > _places[^1].Sequence))
        {
            _places.Add((sequence, offset));
        }
    }

    /// <summary>The last group that is remembered and does not begin behind a record.</summary>
    public long PlaceOf(long sequence)
    {
        int behind = _places.FindIndex(place => place.Sequence > sequence);
        int last = (behind < 0 ? _places.Count : behind) - 1;
        return last < 0 ? DataStart : _places[last].Offset;
    }
}
