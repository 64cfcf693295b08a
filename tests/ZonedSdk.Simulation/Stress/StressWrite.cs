using ZonedSdk.Simulation.Simulator;

namespace ZonedSdk.Simulation.Stress;

/// <summary>A write that was acknowledged: what it is, where it is, and what has been promised of it since.</summary>
/// <param name="id">Number of the operation, as its blocks carry it.</param>
/// <param name="place">Zone, life and era in which it was acknowledged.</param>
/// <param name="offset">Absolute offset of the first byte.</param>
/// <param name="blocks">Length in blocks.</param>
internal sealed class StressWrite(long id, ZonePlace place, long offset, int blocks)
{
    private int _isDurable;
    private int _isBelowDurable;
    private int _isLost;

    public long Id => id;

    public ZonePlace Place => place;

    public long Offset => offset;

    public int Blocks => blocks;

    public long End => offset + ((long)blocks * Stamp.BlockBytes);

    /// <summary>A flush has covered it.</summary>
    public bool IsDurable => Volatile.Read(ref _isDurable) != 0;

    /// <summary>The durable write pointer has passed it: no recovery may name it. What a flush covered while a write before it was still under way has not got there.</summary>
    public bool IsBelowDurable => Volatile.Read(ref _isBelowDurable) != 0;

    /// <summary>A recovery has said that it may be lost.</summary>
    public bool IsLost => Volatile.Read(ref _isLost) != 0;

    /// <summary>A flush has covered it.</summary>
    /// <param name="durablePointer">Where the durable write pointer stood after that, in the same place; 0 where nobody looked in time.</param>
    public void BecomeDurable(long durablePointer)
    {
        Volatile.Write(ref _isDurable, 1);
        if (End <= durablePointer)
        {
            Volatile.Write(ref _isBelowDurable, 1);
        }
    }

    public void BecomeLost() => Volatile.Write(ref _isLost, 1);

    public bool Overlaps(long start, long end) => offset < end && End > start;

    public override string ToString() => $"#{id} at {offset}, {blocks} blocks, {place}{(IsDurable ? ", durable" : "")}{(IsLost ? ", lost" : "")}";
}

/// <summary>When in a zone's life something happened: between which resets, and between which recoveries that somebody asked for.</summary>
internal readonly record struct ZonePlace(int Zone, long Life, int Era);
