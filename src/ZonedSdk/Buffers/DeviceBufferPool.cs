using System.Buffers;
using System.Numerics;
using ZonedSdk.Annotations;
using ZonedSdk.Backends;
using ZonedSdk.Interop;

namespace ZonedSdk.Buffers;

/// <summary>The buffers of a device: whole blocks on page boundaries, from one arena that the drive has registered where it can, and beside it where the arena has no room.</summary>
internal sealed class DeviceBufferPool : MemoryPool<byte>
{
    private readonly IZoneBackend _backend;
    private readonly int _arenaBytes;
    private readonly int _unitBytes;
    private readonly Lock _gate = new();

    private volatile BufferArena? _arena;

    [GuardedBy(nameof(_gate))]
    private bool _isArenaTried;

    /// <summary>A pool that has no memory before the first rent.</summary>
    /// <param name="backend">Whose transfers use the buffers.</param>
    /// <param name="arenaBytes">Length of the arena; what is no whole unit of it is left out.</param>
    public DeviceBufferPool(IZoneBackend backend, int arenaBytes)
    {
        _backend = backend;
        _arenaBytes = arenaBytes;
        _unitBytes = Math.Max(backend.Geometry.BlockSizeBytes, Environment.SystemPageSize);
        MaxBufferSize = PinnedArray.MaxLengthBytes(_unitBytes);
    }

    /// <inheritdoc/>
    public override int MaxBufferSize { get; }

    /// <summary>What the arena has left; null before there is one.</summary>
    public long? FreeArenaBytes => _arena?.FreeBytes;

    /// <inheritdoc/>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minBufferSize, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, MaxBufferSize);
        int units = minBufferSize <= _unitBytes ? 1 : (int)(((long)minBufferSize + _unitBytes - 1) / _unitBytes);
        int order = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)units));
        return (_arena ?? MakeArena())?.TryRent(order) ?? RentBeside(units * _unitBytes);
    }

    /// <summary>Nothing: it is the device's, and buffers may be rented from it as long as anybody likes.</summary>
    protected override void Dispose(bool disposing)
    {
    }

    private DeviceBuffer RentBeside(int lengthBytes)
    {
        DeviceBuffer buffer = new(new PinnedArray(lengthBytes, _unitBytes), offsetBytes: 0, arena: null);
        buffer.Begin(lengthBytes, order: 0);
        return buffer;
    }

    private BufferArena? MakeArena()
    {
        BufferArena arena;
        lock (_gate)
        {
            if (_isArenaTried)
            {
                return _arena;
            }

            _isArenaTried = true;
            if (_arenaBytes < _unitBytes)
            {
                return null;
            }

            try
            {
                arena = new BufferArena(_arenaBytes / _unitBytes, _unitBytes);
            }
            catch (OutOfMemoryException)
            {
                // Whoever rents gets what there is.
                return null;
            }

            _arena = arena;
        }

        (_backend as IRegistersMemory)?.Register(arena.Memory);
        return arena;
    }
}
