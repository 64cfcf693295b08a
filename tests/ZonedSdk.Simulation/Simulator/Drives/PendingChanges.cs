using ZonedSdk.TestSupport.Image;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>What was written to a file and not synchronised yet: a power cut keeps any part of it.</summary>
internal sealed class PendingChanges(PageImage stable) : IImageRecorder
{
    private readonly List<(int Position, long Offset, byte[]? Data, long LengthBytes)> _pending = [];

    public int Position { get; private set; }

    public void Written(long offset, byte[] data) => _pending.Add((Position++, offset, data, data.Length));

    public void Cleared(long offset, long lengthBytes) => _pending.Add((Position++, offset, null, lengthBytes));

    public void Synchronized(int coveredPosition)
    {
        foreach ((int position, long offset, byte[]? data, long lengthBytes) in _pending)
        {
            if (position < coveredPosition)
            {
                Apply(offset, data, lengthBytes);
            }
        }

        _pending.RemoveAll(p => p.Position < coveredPosition);
    }

    /// <summary>What the medium holds when the power is gone: each change that was not synchronised is there, or is not.</summary>
    public PageImage Survive(SimRandom random)
    {
        foreach ((_, long offset, byte[]? data, long lengthBytes) in _pending)
        {
            if (random.Chance(0.5))
            {
                Apply(offset, data, lengthBytes);
            }
        }

        _pending.Clear();
        return stable;
    }

    private void Apply(long offset, byte[]? data, long lengthBytes)
    {
        if (data is null)
        {
            stable.Zero(offset, lengthBytes);
        }
        else
        {
            stable.Write(offset, data);
        }
    }
}
