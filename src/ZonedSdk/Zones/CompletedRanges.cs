using System.Diagnostics;

namespace ZonedSdk.Zones;

/// <summary>Ranges that have completed above a zone's acknowledged prefix, while what lies between is still at the drive: sorted, and joined where they touch.</summary>
/// <remarks>Between two of them lies at least one append that has not completed, so that there are never more than appends in flight. Guarded by the zone's lock.</remarks>
/// <param name="capacity">So many at most.</param>
internal sealed class CompletedRanges(int capacity)
{
    private readonly (long Start, long End)[] _ranges = new (long, long)[capacity];

    public int Count { get; private set; }

    public (long Start, long End) this[int index] => _ranges[index];

    /// <summary>There is room for one that touches no other.</summary>
    public bool HasRoom => Count < _ranges.Length;

    /// <summary>Whether a range has bytes in common with one that has completed.</summary>
    public bool Overlaps(long start, long end)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_ranges[i].Start < end && start < _ranges[i].End)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes in a range that overlaps no other.</summary>
    public void Add(long start, long end)
    {
        Debug.Assert(!Overlaps(start, end), "Each byte was given to one append.");
        int at = 0;
        while (at < Count && _ranges[at].End <= start)
        {
            at++;
        }

        bool joinsBefore = at > 0 && _ranges[at - 1].End == start;
        bool joinsAfter = at < Count && _ranges[at].Start == end;
        if (joinsBefore)
        {
            _ranges[at - 1].End = joinsAfter ? _ranges[at].End : end;
            if (joinsAfter)
            {
                RemoveAt(at);
            }
        }
        else if (joinsAfter)
        {
            _ranges[at].Start = start;
        }
        else
        {
            Array.Copy(_ranges, at, _ranges, at + 1, Count - at);
            _ranges[at] = (start, end);
            Count++;
        }
    }

    /// <summary>Takes the range that begins at a pointer out.</summary>
    /// <returns>Its end; the pointer itself where none begins there.</returns>
    public long Advance(long pointer)
    {
        if (Count == 0 || _ranges[0].Start != pointer)
        {
            return pointer;
        }

        long end = _ranges[0].End;
        RemoveAt(0);
        return end;
    }

    public void Clear() => Count = 0;

    private void RemoveAt(int index)
    {
        Count--;
        Array.Copy(_ranges, index + 1, _ranges, index, Count - index);
    }
}
