using System.Buffers.Binary;
using ZonedSdk;
using ZonedSdk.Annotations;

namespace FaultLab;

/// <summary>What is tested here: a ledger of numbered entries, a block each, that fills one zone after the other and goes on where a write or a zone fails.</summary>
/// <param name="device">The drive; not owned.</param>
public sealed class Ledger(ZonedDevice device)
{
    private const int MostAttempts = 5;
    private const uint Magic = 0x4C45_4447;

    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))]
    private int _zone;

    /// <summary>Adds an entry.</summary>
    /// <returns>Ends when the entry is on the drive; <see cref="ZonedDevice.FlushAsync(CancellationToken)"/> makes it survive a power cut.</returns>
    /// <exception cref="LedgerFullException">No zone takes entries any more. This one is not in the ledger.</exception>
    /// <exception cref="ZonedIOException">It failed too often. Whether it is in the ledger, <see cref="ReadAsync"/> tells.</exception>
    public async Task AddAsync(long entry, CancellationToken cancellationToken = default)
    {
        byte[] block = new byte[device.Geometry.BlockSizeBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(block, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(block.AsSpan(8), entry);
        for (int attempt = 1; ; attempt++)
        {
            int zone = Current();
            try
            {
                // Where it stands nobody has to know: entries are found by reading all of them.
                _ = await device.AppendAsync(zone, block, cancellationToken);
                return;
            }
            catch (ZonedIOException error) when (error is ZoneFullException or ZoneReadOnlyException or ZoneOfflineException or ZoneFaultedException)
            {
                // The zone takes nothing more. An append was promised no place, so it may as well go to the next one.
                MoveOn(zone, error);
            }
            catch (ZonedIOException) when (attempt < MostAttempts)
            {
                // The runtime has found the write pointer again by now. The next append goes behind it, whatever the failed one left there.
            }
        }
    }

    /// <summary>Reads all entries, in the order in which they stand. One whose first write failed may stand there twice: it is told once.</summary>
    public async Task<IReadOnlyList<long>> ReadAsync(CancellationToken cancellationToken = default)
    {
        List<long> entries = [];
        HashSet<long> seen = [];
        byte[] block = new byte[device.Geometry.BlockSizeBytes];
        foreach (ZoneInfo zone in device.Zones.Where(static zone => zone.Condition != ZoneCondition.Offline))
        {
            // A read-only zone has no write pointer that means anything: its blocks tell for themselves.
            long end = zone.HasValidWritePointer ? zone.WritePointer : zone.Start + zone.CapacityBytes;
            for (long offset = zone.Start; offset < end; offset += block.Length)
            {
                await device.ReadAsync(offset, block, cancellationToken);
                long entry = BinaryPrimitives.ReadInt64LittleEndian(block.AsSpan(8));
                if (BinaryPrimitives.ReadUInt32LittleEndian(block) == Magic && seen.Add(entry))
                {
                    entries.Add(entry);
                }
            }
        }

        return entries;
    }

    private int Current()
    {
        lock (_gate)
        {
            return _zone;
        }
    }

    private void MoveOn(int from, ZonedIOException reason)
    {
        lock (_gate)
        {
            // Another entry may have met the same end before.
            _zone = _zone == from ? from + 1 : _zone;
            if (_zone >= device.Geometry.ZoneCount)
            {
                _zone = from;
                throw new LedgerFullException($"None of the {device.Geometry.ZoneCount} zones of {device.Name} takes entries any more.", reason);
            }
        }
    }
}
