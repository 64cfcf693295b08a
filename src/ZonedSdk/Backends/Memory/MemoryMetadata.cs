using System.Numerics;
using ZonedSdk.Annotations;
using ZonedSdk.Backends.Emulation;

namespace ZonedSdk.Backends.Memory;

/// <summary>What survives a memory drive's power cut: the zones' states at the last flush.</summary>
internal sealed class MemoryMetadata : IZoneMetadata, IUnflushedState
{
    private readonly Lock _gate = new();

    // One flush at a time: a second one must not end before the first has stored what it took over, nor store something newer before it. Taken before a zone's gate and before the other.
    private readonly Lock _flushGate = new();
    private readonly Func<int, StoredZone> _pristine;
    private readonly MemoryData _data;

    [GuardedBy(nameof(_gate))]
    private readonly Dictionary<int, StoredZone> _durable = [];

    [GuardedBy(nameof(_gate))]
    private readonly Dictionary<int, byte[]> _extensions = [];

    // One bit a zone, so that noting a dirty zone takes no lock and no memory.
    private readonly ulong[] _dirty;

    public MemoryMetadata(Geometry geometry, MemoryData data, Func<int, StoredZone> pristine)
    {
        _data = data;
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

    public long DurableEndBytes(int zone) => Load(zone).DataEndBytes;

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
        lock (_flushGate)
        {
            _data.Settle();
            for (int i = 0; i < _dirty.Length; i++)
            {
                ulong bits = Volatile.Read(ref _dirty[i]) == 0 ? 0 : Interlocked.Exchange(ref _dirty[i], 0);
                for (; bits != 0; bits &= bits - 1)
                {
                    int zone = (i << 6) + BitOperations.TrailingZeroCount(bits);
                    StoreNewer(zone, source.Snapshot(zone));
                }
            }
        }

        return new(BackendResult.Success());
    }

    public ValueTask<BackendResult> RecordAsync(int zone, StoredZone state)
    {
        StoreNewer(zone, state);
        return new(BackendResult.Success());
    }

    /// <summary>Sets what a zone is after the power is back.</summary>
    public void Restore(int zone, in StoredZone state, byte[]? extension)
    {
        lock (_gate)
        {
            _durable[zone] = state;
            _extensions.Remove(zone);
            if (extension is not null)
            {
                _extensions[zone] = extension;
            }
        }
    }

    /// <summary>The descriptor extensions that outlived the drive.</summary>
    public KeyValuePair<int, byte[]>[] Extensions()
    {
        lock (_gate)
        {
            return [.. _extensions];
        }
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
