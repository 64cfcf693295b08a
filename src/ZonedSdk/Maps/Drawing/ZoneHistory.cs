namespace ZonedSdk.Maps.Drawing;

/// <summary>What a live map keeps of each zone from one look to the next: how far it was written, in which of its lives, and until when its recovery is news.</summary>
internal sealed class ZoneHistory(int zoneCount)
{
    private const long Unseen = -1;

    private readonly long[] _pointers = NewPointers(zoneCount);
    private readonly int[] _lives = new int[zoneCount];
    private readonly int[] _epochs = new int[zoneCount];
    private readonly Dictionary<int, long> _recovered = [];

    /// <summary>The present time, as the device counts it.</summary>
    public long Now { get; set; }

    /// <summary>A recovery has ended, and is news until then.</summary>
    public void Recovered(int zone, long until) => _recovered[zone] = until;

    /// <summary>Whether a recovery is news.</summary>
    public bool IsRecovered(int zone) => _recovered.Count > 0 && _recovered.TryGetValue(zone, out long until) && Now < until;

    /// <summary>Forgets what is no news any more.</summary>
    public void Forget()
    {
        foreach ((int zone, long until) in _recovered)
        {
            if (Now >= until)
            {
                _recovered.Remove(zone);
            }
        }
    }

    /// <summary>Looks at a zone again.</summary>
    /// <returns>How many bytes were written since; of a zone that was emptied in between, those that it has now.</returns>
    public long Advance(in ZoneInfo zone, in ZoneStatus? status)
    {
        // A pointer that means nothing says nothing of traffic.
        long pointer = status?.Acknowledged ?? (zone.Condition == ZoneCondition.Full ? zone.End : zone.HasValidWritePointer ? zone.WritePointer : Unseen);
        if (pointer == Unseen)
        {
            return 0;
        }

        ref long before = ref _pointers[zone.Index];
        int life = unchecked((int)(status?.Incarnation ?? 0));
        int epoch = unchecked((int)(status?.Epoch ?? 0));
        long recent = before == Unseen ? 0
            : life != _lives[zone.Index] || (status is null && pointer < before) ? pointer - zone.Start
            : zone.Condition == ZoneCondition.Full && epoch != _epochs[zone.Index] ? 0 // It was finished: the pointer went to the end without data.
            : pointer - before;
        before = pointer;
        _lives[zone.Index] = life;
        _epochs[zone.Index] = epoch;
        return Math.Clamp(recent, 0, zone.CapacityBytes);
    }

    private static long[] NewPointers(int count)
    {
        long[] pointers = new long[count];
        Array.Fill(pointers, Unseen);
        return pointers;
    }
}
