using ZonedSdk.Annotations;

namespace ZonedSdk.Cli;

/// <summary>Which zones of a simulated drive are written next, and which are emptied for that.</summary>
internal sealed class SimulatedZones
{
    // What is written stands in memory.
    private const long MostBytes = 160L << 20;

    // Each keeps an active resource, and writers that wait for one would wait for each other.
    private const int MostPartly = 8;

    private readonly Lock _gate = new();
    private readonly ZonedDevice _device;
    private readonly int _firstZone;
    private readonly int _mostUsed;

    [GuardedBy(nameof(_gate))]
    private readonly Queue<int> _used = new();

    [GuardedBy(nameof(_gate))]
    private readonly Queue<int> _partly = new();

    [GuardedBy(nameof(_gate))]
    private int _next;

    public SimulatedZones(ZonedDevice device, int firstZone)
    {
        _device = device;
        _firstZone = firstZone;
        _next = firstZone;
        _mostUsed = (int)Math.Min((device.Geometry.ZoneCount - firstZone) * 5L / 8, MostBytes / device.Geometry.ZoneSizeBytes);
    }

    /// <summary>Writes as many zones as stay in use, so that a drive is seen that has been in use for long.</summary>
    public async Task FillAsync(Random random, CancellationToken cancellationToken)
    {
        const int AtOnce = 8;
        int count = _mostUsed * 3 / 4;
        for (int first = 0; first < count; first += AtOnce)
        {
            await Task.WhenAll(Enumerable.Range(first, Math.Min(AtOnce, count - first)).Select(_ => FillAsync(Take(), random.Next(12), cancellationToken))).ConfigureAwait(false);
        }
    }

    /// <summary>The next empty zone on the way round the drive.</summary>
    public int Take()
    {
        lock (_gate)
        {
            for (int looked = 0; looked < _device.Geometry.ZoneCount; looked++)
            {
                int zone = _next;
                _next = zone + 1 < _device.Geometry.ZoneCount ? zone + 1 : _firstZone;
                if (_device.GetZone(zone).Condition == ZoneCondition.Empty && !_device.GetStatus(zone).IsFaulted)
                {
                    return zone;
                }
            }

            throw new InvalidOperationException("No zone is empty, although no more than five of eight are in use.");
        }
    }

    private bool IsPartlyWritten(int zone) => _device.GetZone(zone).Condition is ZoneCondition.ImplicitlyOpen or ZoneCondition.ExplicitlyOpen or ZoneCondition.Closed;

    private async Task FillAsync(int zone, int chance, CancellationToken cancellationToken)
    {
        // Most are full, some were finished before they were.
        ZoneInfo info = _device.GetZone(zone);
        long lengthBytes = chance == 0 ? info.CapacityBytes / 4 : info.CapacityBytes;
        _ = await _device.AppendAsync(zone, new byte[lengthBytes], cancellationToken).ConfigureAwait(false);
        if (chance == 0)
        {
            await _device.FinishZoneAsync(zone, cancellationToken).ConfigureAwait(false);
        }

        GiveBack(zone);
    }

    /// <summary>A writer leaves a zone as it is. Which of those that were left partly written is to be finished in return; null = none yet.</summary>
    public int? Leave(int zone)
    {
        lock (_gate)
        {
            if (IsPartlyWritten(zone))
            {
                _partly.Enqueue(zone);
            }

            return _partly.Count > MostPartly && _partly.Dequeue() is var oldest && IsPartlyWritten(oldest) ? oldest : null;
        }
    }

    /// <summary>A zone takes no more of a writer's data. Which zone is to be emptied in return; null = none yet.</summary>
    public int? GiveBack(int zone)
    {
        lock (_gate)
        {
            _used.Enqueue(zone);
            return _used.Count > _mostUsed ? _used.Dequeue() : null;
        }
    }
}
