using ZonedSdk.Annotations;

namespace ZonedSdk.Backends.Emulation;

/// <summary>The zones that an emulated drive has changed by itself since it was asked for them: no more than a list of NVMe's holds.</summary>
/// <remarks>The lock is a leaf.</remarks>
internal sealed class ChangedZoneSet
{
    /// <summary>Most zones of a list (NVMe's Changed Zone List).</summary>
    public const int MaxZones = 511;

    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))]
    private readonly SortedSet<int> _zones = [];

    [GuardedBy(nameof(_gate))]
    private bool _isIncomplete;

    /// <summary>Notes a zone that no command has changed.</summary>
    public void Add(int zone)
    {
        lock (_gate)
        {
            _isIncomplete |= _zones.Count == MaxZones && !_zones.Contains(zone);
            if (_isIncomplete)
            {
                _zones.Clear();
            }
            else
            {
                _zones.Add(zone);
            }
        }
    }

    /// <summary>Takes the list; the next one begins empty.</summary>
    public ChangedZoneList Take()
    {
        lock (_gate)
        {
            ChangedZoneList list = new() { Result = BackendResult.Success(), Zones = [.. _zones], IsIncomplete = _isIncomplete };
            _zones.Clear();
            _isIncomplete = false;
            return list;
        }
    }
}
