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
    private readonly Func<int, bool> _mustBeClear;

    [GuardedBy(nameof(_gate))]
    private readonly Stack<byte[]> _spare = new();

    public MemoryData(Geometry geometry, Func<int, bool> mustBeClear)
    {
        _zoneSizeBytes = geometry.ZoneSizeBytes;
        _zones = new byte[]?[geometry.ZoneCount][];
        _mustBeClear = mustBeClear;
    }

    public BackendResult Reserve(int zone, long endBytes) => BackendResult.Success();

    public BackendResult Write(int zone, long offsetBytes, ReadOnlySpan<byte> data)
    {
        Debug.Assert(offsetBytes >= 0 && offsetBytes + data.Length <= _zoneSizeBytes, "The drive stays inside the zone.");
        int length = data.Length;
        while (!data.IsEmpty)
        {
            int inChunk = (int)(offsetBytes % ChunkBytes);
            int count = Math.Min(data.Length, ChunkBytes - inChunk);
            data[..count].CopyTo(ChunkAt(zone, (int)(offsetBytes / ChunkBytes)).AsSpan(inChunk));
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
                    byte[]? chunk = Interlocked.Exchange(ref chunks[i], null);
                    if (chunk is not null && _spare.Count < MaxSpareChunks)
                    {
                        _spare.Push(chunk);
                    }
                }
            }
        }

        return BackendResult.Success();
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
        else if (_mustBeClear(zone))
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
            _spare.Push(made);
        }

        return other;
    }
}
