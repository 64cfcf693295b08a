using System.Diagnostics;
using ZonedSdk.Annotations;
using ZonedSdk.Backends.Emulation;

namespace ZonedSdk.Backends.Memory;

/// <summary>A memory drive's bytes: chunks made at the first write to them, given back when their zone is reset.</summary>
/// <remarks>Chunks of sequential zones are reused as they are: the drive never reads beyond what it wrote. Those of zones with random writes are cleared.</remarks>
internal sealed class MemoryData : IZoneData
{
    /// <summary>Small enough to stay off the large object heap.</summary>
    public const int ChunkBytes = 64 << 10;

    // 64 MiB: enough for a zone to be rewritten without the collector, little enough to forget.
    private const int MaxSpareChunks = 1024;

    private readonly Lock _gate = new();
    private readonly byte[]?[]?[] _zones;
    private readonly long _zoneSizeBytes;
    private readonly Func<int, bool> _isRandom;
    private readonly bool _keepsOld;

    [GuardedBy(nameof(_gate))]
    private readonly Stack<byte[]> _spare = new();

    /// <summary>What chunks of zones with random writes held at the last flush, for as long as a power cut may bring it back.</summary>
    [GuardedBy(nameof(_gate))]
    private readonly Dictionary<(int Zone, int Index), byte[]> _old = [];

    /// <summary>Makes an empty medium.</summary>
    /// <param name="geometry">The drive's shape.</param>
    /// <param name="isRandom">Which zones take writes anywhere.</param>
    /// <param name="keepsOld">Whether a power cut may undo overwrites: the drive has a volatile cache.</param>
    public MemoryData(Geometry geometry, Func<int, bool> isRandom, bool keepsOld)
    {
        _zoneSizeBytes = geometry.ZoneSizeBytes;
        _zones = new byte[]?[geometry.ZoneCount][];
        _isRandom = isRandom;
        _keepsOld = keepsOld;
    }

    public BackendResult Reserve(int zone, long endBytes) => BackendResult.Success();

    public BackendResult Write(int zone, long offsetBytes, ReadOnlySpan<byte> data)
    {
        Debug.Assert(offsetBytes >= 0 && offsetBytes + data.Length <= _zoneSizeBytes, "The drive stays inside the zone.");
        int length = data.Length;
        bool keepsOld = _keepsOld && _isRandom(zone);
        while (!data.IsEmpty)
        {
            int inChunk = (int)(offsetBytes % ChunkBytes);
            int count = Math.Min(data.Length, ChunkBytes - inChunk);
            byte[] chunk = ChunkAt(zone, (int)(offsetBytes / ChunkBytes));
            if (keepsOld)
            {
                KeepOld(zone, (int)(offsetBytes / ChunkBytes), chunk);
            }

            data[..count].CopyTo(chunk.AsSpan(inChunk));
            data = data[count..];
            offsetBytes += count;
        }

        return BackendResult.Success(length);
    }

    public BackendResult Read(int zone, long offsetBytes, Span<byte> data)
    {
        int length = data.Length;
        byte[]?[]? chunks = Volatile.Read(ref _zones[zone]);
        while (!data.IsEmpty)
        {
            int inChunk = (int)(offsetBytes % ChunkBytes);
            int count = Math.Min(data.Length, ChunkBytes - inChunk);
            byte[]? chunk = chunks is null ? null : Volatile.Read(ref chunks[offsetBytes / ChunkBytes]);
            if (chunk is null)
            {
                data[..count].Clear();
            }
            else
            {
                chunk.AsSpan(inChunk, count).CopyTo(data);
            }

            data = data[count..];
            offsetBytes += count;
        }

        return BackendResult.Success(length);
    }

    public BackendResult Discard(int zone)
    {
        byte[]?[]? chunks = Volatile.Read(ref _zones[zone]);
        if (chunks is not null)
        {
            lock (_gate)
            {
                for (int i = 0; i < chunks.Length; i++)
                {
                    SpareLocked(Interlocked.Exchange(ref chunks[i], null));
                    if (_old.Remove((zone, i), out byte[]? old))
                    {
                        SpareLocked(old);
                    }
                }
            }
        }

        return BackendResult.Success();
    }

    /// <summary>What is written so far stays: a flush.</summary>
    public void Settle()
    {
        lock (_gate)
        {
            foreach (byte[] old in _old.Values)
            {
                SpareLocked(old);
            }

            _old.Clear();
        }
    }

    /// <summary>Copies a zone into another medium: its first bytes, and of a zone with random writes each unflushed block as it was or as it is.</summary>
    /// <param name="target">The medium that survives.</param>
    /// <param name="zone">The zone.</param>
    /// <param name="endBytes">How much of it survives.</param>
    /// <param name="blockSizeBytes">What does not tear.</param>
    /// <param name="keepsBlock">Asked for each block that may fall back to its flushed content; true keeps the new one.</param>
    public void Survive(MemoryData target, int zone, long endBytes, int blockSizeBytes, Func<bool> keepsBlock)
    {
        byte[]?[]? chunks = Volatile.Read(ref _zones[zone]);
        for (int i = 0; chunks is not null && i < chunks.Length && (long)i * ChunkBytes < endBytes; i++)
        {
            if (Volatile.Read(ref chunks[i]) is not { } chunk)
            {
                continue;
            }

            byte[] copy = chunk.AsSpan().ToArray();
            lock (_gate)
            {
                if (_old.TryGetValue((zone, i), out byte[]? old))
                {
                    for (int at = 0; at < ChunkBytes; at += blockSizeBytes)
                    {
                        Span<byte> block = old.AsSpan(at, blockSizeBytes);
                        if (!block.SequenceEqual(chunk.AsSpan(at, blockSizeBytes)) && !keepsBlock())
                        {
                            block.CopyTo(copy.AsSpan(at));
                        }
                    }
                }
            }

            target.Write(zone, (long)i * ChunkBytes, copy.AsSpan(0, (int)Math.Min(ChunkBytes, endBytes - ((long)i * ChunkBytes))));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private byte[] ChunkAt(int zone, int index)
    {
        byte[]?[] chunks = Volatile.Read(ref _zones[zone]) ?? MakeZone(zone);
        return Volatile.Read(ref chunks[index]) ?? MakeChunk(zone, ref chunks[index]);
    }

    private byte[]?[] MakeZone(int zone)
    {
        byte[]?[] made = new byte[]?[((_zoneSizeBytes - 1) / ChunkBytes) + 1];
        return Interlocked.CompareExchange(ref _zones[zone], made, null) ?? made;
    }

    private byte[] MakeChunk(int zone, ref byte[]? slot)
    {
        byte[]? made;
        lock (_gate)
        {
            _spare.TryPop(out made);
        }

        if (made is null)
        {
            made = new byte[ChunkBytes];
        }
        else if (_isRandom(zone))
        {
            made.AsSpan().Clear();
        }

        byte[]? other = Interlocked.CompareExchange(ref slot, made, null);
        if (other is null)
        {
            return made;
        }

        lock (_gate)
        {
            SpareLocked(made);
        }

        return other;
    }

    [RequiresLock(nameof(_gate))]
    private void SpareLocked(byte[]? chunk)
    {
        if (chunk is not null && _spare.Count < MaxSpareChunks)
        {
            _spare.Push(chunk);
        }
    }

    private void KeepOld(int zone, int index, byte[] chunk)
    {
        lock (_gate)
        {
            if (!_old.ContainsKey((zone, index)))
            {
                byte[] old = _spare.TryPop(out byte[]? spare) ? spare : new byte[ChunkBytes];
                chunk.CopyTo(old, 0);
                _old.Add((zone, index), old);
            }
        }
    }
}
