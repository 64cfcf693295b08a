using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ZonedSdk.Devices;

namespace ZonedSdk.Zones;

/// <summary>All zones of a device: 16 bytes each from the start-up report, and a <see cref="Zone"/> for those that were used.</summary>
internal sealed class ZoneTable
{
    private const int ChunkBits = 10;
    private const int ChunkSize = 1 << ChunkBits;
    private const long NoPointer = -1;

    private readonly DeviceContext _context;
    private readonly Entry[] _entries;
    private readonly Zone?[]?[] _chunks;

    public ZoneTable(DeviceContext context)
    {
        _context = context;
        int count = context.Backend.Geometry.ZoneCount;
        _entries = new Entry[count];
        _chunks = new Zone?[]?[((count - 1) >> ChunkBits) + 1];
    }

    public int Count => _entries.Length;

    /// <summary>Keeps what the start-up report says of a zone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Load(in ZoneInfo info)
    {
        long capacityBlocks = info.CapacityBytes / _context.Backend.Geometry.BlockSizeBytes;
        _entries[info.Index] = new Entry
        {
            WritePointer = info.HasValidWritePointer ? info.WritePointer : NoPointer,
            CapacityBlocks = (uint)capacityBlocks,
            CapacityBlocksHigh = checked((ushort)(capacityBlocks >> 32)),
            Type = info.Type,
            Condition = info.Condition,
        };
    }

    public ZoneType TypeOf(int index) => _entries[index].Type;

    /// <summary>The start-up report's condition of a zone; stale once the zone was used.</summary>
    public ZoneCondition ConditionOf(int index) => _entries[index].Condition;

    /// <summary>The start-up report's view of a zone; stale once the zone was used.</summary>
    public ZoneInfo Reported(int index)
    {
        ref readonly Entry entry = ref _entries[index];
        long start = _context.Backend.Geometry.StartOf(index);
        long capacity = (entry.CapacityBlocks | ((long)entry.CapacityBlocksHigh << 32)) * _context.Backend.Geometry.BlockSizeBytes;
        return new ZoneInfo
        {
            Index = index,
            Type = entry.Type,
            Condition = entry.Condition,
            Start = start,
            LengthBytes = _context.Backend.Geometry.LengthOf(index),
            CapacityBytes = capacity,
            WritePointer = entry.Condition == ZoneCondition.Full ? start + _context.Backend.Geometry.LengthOf(index) : entry.WritePointer == NoPointer ? start : entry.WritePointer,
            KeepsWritePointer = entry.Condition == ZoneCondition.ReadOnly && entry.WritePointer != NoPointer,
        };
    }

    /// <summary>A sequential zone, made at its first use.</summary>
    public Zone this[int index]
    {
        get
        {
            Zone?[]? chunk = Volatile.Read(ref _chunks[index >> ChunkBits]);
            return (chunk is null ? null : Volatile.Read(ref chunk[index & (ChunkSize - 1)])) ?? Make(index);
        }
    }

    /// <summary>A zone that was used, or null.</summary>
    public Zone? Find(int index) => Volatile.Read(ref _chunks[index >> ChunkBits]) is { } chunk ? Volatile.Read(ref chunk[index & (ChunkSize - 1)]) : null;

    /// <summary>Every zone that was used so far.</summary>
    public IEnumerable<Zone> Used()
    {
        foreach (Zone?[]? chunk in _chunks)
        {
            foreach (Zone? zone in chunk ?? [])
            {
                if (zone is not null)
                {
                    yield return zone;
                }
            }
        }
    }

    private Zone Make(int index)
    {
        ref Zone?[]? slot = ref _chunks[index >> ChunkBits];
        if (Volatile.Read(ref slot) is null)
        {
            Interlocked.CompareExchange(ref slot, new Zone?[ChunkSize], null);
        }

        ref Zone? place = ref slot![index & (ChunkSize - 1)];
        var made = new Zone(_context, index, Reported(index));
        return Interlocked.CompareExchange(ref place, made, null) ?? made;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public long WritePointer;
        public uint CapacityBlocks;
        public ushort CapacityBlocksHigh;
        public ZoneType Type;
        public ZoneCondition Condition;
    }
}
