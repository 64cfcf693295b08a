using ZonedSdk.Annotations;
using ZonedSdk.Backends.Emulation;

namespace ZonedSdk.Backends.Memory;

/// <summary>What survives a memory drive's power cut: the zones' states at the last flush.</summary>
internal sealed class MemoryMetadata : IZoneMetadata
{
    private readonly Lock _gate = new();
    private readonly Func<int, StoredZone> _pristine;

    [GuardedBy(nameof(_gate))]
    private readonly Dictionary<int, StoredZone> _durable = [];

    // One bit a zone, so that noting a dirty zone takes no lock and no memory.
    private readonly ulong[] _dirty;

    public MemoryMetadata(Geometry geometry, Func<int, StoredZone> pristine)
    {
        _dirty = new ulong[(geometry.ZoneCount + 63) / 64];
        _pristine = pristine;
    }

    public BackendResult Failure => BackendResult.Success();

    public StoredZone Load(int zone)
    {
        lock (_gate)
        {
            return _durable.TryGetValue(zone, out StoredZone stored) ? stored : _pristine(zone);
        }
    }

    public void MarkDirty(int zone)
    {
        ulong bit = 1UL << (zone & 63);
        ref ulong word = ref _dirty[zone >> 6];
        if ((Volatile.Read(ref word) & bit) == 0)
        {
            Interlocked.Or(ref word, bit);
        }
    }

    public ValueTask<BackendResult> FlushAsync(IZoneStateSource source, CancellationToken cancellationToken)
    {
        for (int i = 0; i < _dirty.Length; i++)
        {
            ulong bits = Volatile.Read(ref _dirty[i]) == 0 ? 0 : Interlocked.Exchange(ref _dirty[i], 0);
            for (; bits != 0; bits &= bits - 1)
            {
                int zone = (i << 6) + System.Numerics.BitOperations.TrailingZeroCount(bits);
                StoreNewer(zone, source.Snapshot(zone));
            }
        }

        return new(BackendResult.Success());
    }

    public ValueTask<BackendResult> RecordAsync(int zone, StoredZone state)
    {
        StoreNewer(zone, state);
        return new(BackendResult.Success());
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // A snapshot that was taken before a reset must not undo the reset's record.
    private void StoreNewer(int zone, in StoredZone state)
    {
        lock (_gate)
        {
            if (!_durable.TryGetValue(zone, out StoredZone stored) || state.Incarnation >= stored.Incarnation)
            {
                _durable[zone] = state;
            }
        }
    }
}
