using System.Collections.Concurrent;
using ZonedSdk.Simulation.Simulator;

namespace ZonedSdk.Simulation.Stress;

/// <summary>What the application was told, and what that obliges the device to. Written to from many threads.</summary>
/// <param name="zones">Zones of the device.</param>
/// <param name="losesCache">The drive loses acknowledged data when a flush fails: only what was flushed is promised.</param>
internal sealed class StressLedger(int zones, bool losesCache)
{
    // What one check says again and again must not crowd out what another says once.
    private const int MaxWrongsOfOneCheck = 10;

    private readonly ConcurrentDictionary<(ZonePlace Place, long Address), long> _owners = new();
    private readonly ConcurrentDictionary<(int Zone, long Life), ConcurrentQueue<StressWrite>> _written = new();
    private readonly ConcurrentDictionary<long, StressWrite> _byId = new();
    private readonly ConcurrentQueue<string> _wrongs = new();
    private readonly ConcurrentDictionary<string, int> _wrongsOf = new();
    private readonly int[] _eras = new int[zones];
    private readonly int[] _resetsBegun = new int[zones];
    private readonly int[] _resetsEnded = new int[zones];
    private readonly bool[] _isResetUnsettled = new bool[zones];

    public IReadOnlyCollection<string> Wrongs => _wrongs;

    public bool LosesCache => losesCache;

    /// <summary>Tells what is wrong, in a text that begins with the name of the check and a colon.</summary>
    public void Wrong(string what)
    {
        string check = what[..what.IndexOf(':', StringComparison.Ordinal)];
        if (_wrongsOf.AddOrUpdate(check, 1, static (_, said) => said + 1) <= MaxWrongsOfOneCheck)
        {
            _wrongs.Enqueue(what);
        }
    }

    /// <summary>Where a zone is in its life now.</summary>
    public ZonePlace PlaceOf(ZonedDevice device, int zone) => new(zone, device.GetStatus(zone).Incarnation, Volatile.Read(ref _eras[zone]));

    /// <summary>Somebody is about to ask for a recovery: what is written after it is told apart from what may be lost by it.</summary>
    public int BeginEra(int zone) => Interlocked.Increment(ref _eras[zone]);

    public void BeginReset(int zone) => Interlocked.Increment(ref _resetsBegun[zone]);

    public void EndReset(int zone, bool isDone)
    {
        Volatile.Write(ref _isResetUnsettled[zone], !isDone);
        Interlocked.Increment(ref _resetsEnded[zone]);
    }

    /// <summary>No reset of the zone was under way between two moments: the numbers of the first are kept by the caller.</summary>
    public int ResetsEnded(int zone) => Volatile.Read(ref _resetsEnded[zone]);

    public int ResetsBegun(int zone) => Volatile.Read(ref _resetsBegun[zone]);

    /// <summary>A write was acknowledged while its zone was in one place all the time.</summary>
    public StressWrite Remember(long id, ZonePlace place, long offset, int blocks)
    {
        var write = new StressWrite(id, place, offset, blocks);
        for (int block = 0; block < blocks; block++)
        {
            if (!_owners.TryAdd((place, offset + ((long)block * Stamp.BlockBytes)), id))
            {
                Wrong($"overlap: {write} lies over another acknowledged write.");
            }
        }

        _byId[id] = write;
        _written.GetOrAdd((place.Zone, place.Life), static _ => new ConcurrentQueue<StressWrite>()).Enqueue(write);
        return write;
    }

    /// <summary>What was acknowledged in a life of a zone.</summary>
    public IReadOnlyCollection<StressWrite> Of(int zone, long life) => _written.TryGetValue((zone, life), out ConcurrentQueue<StressWrite>? all) ? all : [];

    /// <summary>One of them by chance; null where there is none.</summary>
    public StressWrite? Any(int zone, long life, Random random)
    {
        IReadOnlyCollection<StressWrite> all = Of(zone, life);
        return all.ElementAtOrDefault(random.Next(Math.Max(1, all.Count)));
    }

    /// <summary>What a flush that begins now has to cover. What an earlier recovery has called lost is not asked for again.</summary>
    public IEnumerable<StressWrite> CoveredNow(ZonedDevice device, int zone)
    {
        ZonePlace now = PlaceOf(device, zone);
        return [.. Of(zone, now.Life).Where(write => write.Place == now && !write.IsDurable)];
    }

    /// <summary>Where the durable write pointer of a zone stands; 0 where the zone has moved on from a place.</summary>
    public long DurablePointerIn(ZonedDevice device, ZonePlace place)
    {
        long durable = device.GetStatus(place.Zone).Durable;
        return PlaceOf(device, place.Zone) == place ? durable : 0;
    }

    /// <summary>A recovery has named a range. Nothing below the durable write pointer may lie in it.</summary>
    public void Lose(int zone, long life, int era, long start, long end)
    {
        foreach (StressWrite write in Of(zone, life).Where(w => w.Place.Era < era && w.Overlaps(start, end)))
        {
            if (write.IsBelowDurable)
            {
                Wrong($"lost: {write} was flushed, and {start} to {end} of its zone are named as lost.");
            }

            write.BecomeLost();
        }
    }

    /// <summary>Whether the content of a write is promised.</summary>
    public bool IsPromised(StressWrite write) => losesCache ? write.IsDurable : true;

    /// <summary>What stands in a block below the write pointer: whoever wrote it must have written it there, in this life.</summary>
    /// <remarks>Where the drive has no pointer that tells whether a failed reset took effect, the life before may still be there.</remarks>
    public string? Misplaced(BlockContent content, int zone, long life, long address, bool hasPointer)
    {
        if (content.IsGarbage)
        {
            return "garbage, which nobody wrote";
        }

        if (content.IsZero || !_byId.TryGetValue(content.Operation, out StressWrite? write))
        {
            return null;
        }

        long own = write.Offset + ((long)content.Block * Stamp.BlockBytes);
        bool isOfLife = write.Place.Life == life || (!hasPointer && Volatile.Read(ref _isResetUnsettled[zone]) && write.Place.Life == life - 1);
        return write.Place.Zone == zone && isOfLife && own == address ? null : $"block {content.Block} of {write}";
    }

    /// <summary>Forgets the lives of a zone that are over.</summary>
    public void Forget(int zone, long life)
    {
        foreach ((int Zone, long Life) old in _written.Keys.Where(key => key.Zone == zone && key.Life < life))
        {
            _written.TryRemove(old, out _);
        }
    }
}
