using ZonedSdk.Annotations;
using ZonedSdk.Interop;

namespace ZonedSdk.Buffers;

/// <summary>One piece of memory from which buffers are given out, so that the kernel can be told of all of them at once.</summary>
internal sealed class BufferArena
{
    private readonly Lock _gate = new();
    private readonly int _unitBytes;

    [GuardedBy(nameof(_gate))]
    private readonly BuddyMap _map;

    // The buffer that begins at a unit, while nobody has it: made once. One that somebody has is not kept alive from here.
    [GuardedBy(nameof(_gate))]
    private readonly DeviceBuffer?[] _idle;

    /// <summary>Takes the memory.</summary>
    /// <param name="units">How many of the shortest buffers it holds.</param>
    /// <param name="unitBytes">Their length: a power of two.</param>
    public BufferArena(int units, int unitBytes)
    {
        _unitBytes = unitBytes;
        _map = new BuddyMap(units);
        _idle = new DeviceBuffer?[units];
        Memory = new PinnedArray(units * unitBytes, unitBytes);
    }

    public PinnedArray Memory { get; }

    /// <summary>Bytes that nobody has.</summary>
    public long FreeBytes
    {
        get
        {
            lock (_gate)
            {
                return (long)_map.FreeUnits * _unitBytes;
            }
        }
    }

    /// <summary>Gives a buffer out.</summary>
    /// <param name="order">It has 2^order units.</param>
    /// <returns>The buffer; null when no room of that length is free.</returns>
    public DeviceBuffer? TryRent(int order)
    {
        DeviceBuffer? buffer;
        int unit;
        lock (_gate)
        {
            unit = _map.Take(order);
            if (unit < 0)
            {
                return null;
            }

            buffer = _idle[unit];
            _idle[unit] = null;
        }

        buffer ??= new DeviceBuffer(Memory, unit * _unitBytes, this);
        buffer.Begin(_unitBytes << order, order);
        return buffer;
    }

    /// <summary>Takes a buffer back that nobody has any more, the kernel included.</summary>
    public void Return(DeviceBuffer buffer, int order)
    {
        lock (_gate)
        {
            int unit = buffer.OffsetBytes / _unitBytes;
            _map.GiveBack(unit, order);
            _idle[unit] = buffer;
        }
    }
}
