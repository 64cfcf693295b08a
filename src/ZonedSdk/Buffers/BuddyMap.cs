using System.Diagnostics;
using System.Numerics;

namespace ZonedSdk.Buffers;

/// <summary>Which units of an arena are free: blocks of 1, 2, 4, ... units, each at a multiple of its length, halved when a shorter one is needed and joined with their other half when both are free.</summary>
/// <remarks>Not safe by itself: the arena's lock guards it. A block is taken and given back in steps that are fewer than there are lengths, whatever else is taken.</remarks>
internal sealed class BuddyMap
{
    private const int None = -1;

    // A list for each length, linked by the first units of its blocks, the one that was given back last in front.
    private readonly int[] _first;
    private readonly int[] _next;
    private readonly int[] _previous;

    // The order of the free block that begins at a unit.
    private readonly sbyte[] _order;

    // Bit n: there is a free block of order n.
    private uint _available;

    /// <summary>All units are free.</summary>
    public BuddyMap(int units)
    {
        Debug.Assert(units > 0, "There is something to give out.");
        Orders = BitOperations.Log2((uint)units) + 1;
        FreeUnits = units;
        _first = new int[Orders];
        _next = new int[units];
        _previous = new int[units];
        _order = new sbyte[units];
        Array.Fill(_first, None);
        Array.Fill(_order, (sbyte)None);
        for (int start = 0; start < units; start += 1 << _order[start])
        {
            // The longest block that may begin here and ends within the arena.
            int aligned = start == 0 ? Orders - 1 : BitOperations.TrailingZeroCount(start);
            Link(start, Math.Min(aligned, BitOperations.Log2((uint)(units - start))));
        }
    }

    /// <summary>Blocks have 2^0 to 2^(Orders - 1) units.</summary>
    public int Orders { get; }

    public int FreeUnits { get; private set; }

    /// <summary>Takes a block.</summary>
    /// <param name="order">It has 2^order units.</param>
    /// <returns>Its first unit; -1 when no block of that length is free.</returns>
    public int Take(int order)
    {
        if (order >= Orders || _available >> order == 0)
        {
            return None;
        }

        int found = order + BitOperations.TrailingZeroCount(_available >> order);
        int start = _first[found];
        Unlink(start);
        while (found > order)
        {
            found--;
            Link(start + (1 << found), found);
        }

        FreeUnits -= 1 << order;
        return start;
    }

    /// <summary>Gives a block back that was taken.</summary>
    public void GiveBack(int start, int order)
    {
        FreeUnits += 1 << order;
        for (; order < Orders - 1; order++)
        {
            int other = start ^ (1 << order);
            if (other >= _order.Length || _order[other] != order)
            {
                break;
            }

            Unlink(other);
            start = Math.Min(start, other);
        }

        Link(start, order);
    }

    private void Link(int start, int order)
    {
        Debug.Assert(_order[start] == None, "A block is free once.");
        Debug.Assert(start % (1 << order) == 0 && start + (1 << order) <= _order.Length, "A block lies at a multiple of its length, within the arena.");
        int next = _first[order];
        _next[start] = next;
        _previous[start] = None;
        if (next != None)
        {
            _previous[next] = start;
        }

        _first[order] = start;
        _order[start] = (sbyte)order;
        _available |= 1u << order;
    }

    private void Unlink(int start)
    {
        int order = _order[start];
        int next = _next[start];
        int previous = _previous[start];
        if (previous != None)
        {
            _next[previous] = next;
        }
        else
        {
            _first[order] = next;
            _available = next == None ? _available & ~(1u << order) : _available;
        }

        if (next != None)
        {
            _previous[next] = previous;
        }

        _order[start] = None;
    }
}
