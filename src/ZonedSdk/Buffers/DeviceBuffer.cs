using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ZonedSdk.Interop;

namespace ZonedSdk.Buffers;

/// <summary>A buffer that somebody has rented: owner and memory in one, made once for its place in an arena and given out again and again.</summary>
/// <remarks>It is back when its owner has given it up and nothing holds it any more. Each operation holds it from its submission to its end, so what a drive works on is nobody else's.</remarks>
internal sealed unsafe class DeviceBuffer : MemoryManager<byte>, IMemoryOwner<byte>
{
    private readonly PinnedArray _memory;
    private readonly BufferArena? _arena;
    private int _lengthBytes;
    private int _order;

    // The owner, each operation, and each pin.
    private int _holders;
    private int _isOwned;

    /// <summary>A buffer that nobody has yet.</summary>
    /// <param name="memory">Where it lies.</param>
    /// <param name="offsetBytes">At which byte of that.</param>
    /// <param name="arena">Whose it is; null = it is for one renter.</param>
    public DeviceBuffer(PinnedArray memory, int offsetBytes, BufferArena? arena)
    {
        _memory = memory;
        _arena = arena;
        OffsetBytes = offsetBytes;
    }

    /// <summary>Where it begins in its memory.</summary>
    public int OffsetBytes { get; }

    /// <inheritdoc/>
    public override Memory<byte> Memory
    {
        get
        {
            CheckHeld(Volatile.Read(ref _holders));
            return CreateMemory(_lengthBytes);
        }
    }

    /// <summary>Gives it to a renter.</summary>
    public void Begin(int lengthBytes, int order)
    {
        Debug.Assert(_holders == 0 && _isOwned == 0, "A buffer has one renter.");
        _lengthBytes = lengthBytes;
        _order = order;
        Volatile.Write(ref _isOwned, 1);
        Volatile.Write(ref _holders, 1);
    }

    /// <summary>Keeps the buffer behind memory from every other renter.</summary>
    /// <param name="memory">Memory of any kind.</param>
    /// <returns>What has to be let go (<see cref="LetGo"/>); null where the memory is none of a device's buffers.</returns>
    /// <exception cref="ObjectDisposedException">The buffer's owner has given it up.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DeviceBuffer? HoldBehind(ReadOnlyMemory<byte> memory)
    {
        if (MemoryMarshal.TryGetMemoryManager(memory, out DeviceBuffer? buffer))
        {
            buffer.Hold();
        }

        return buffer;
    }

    /// <summary>Ends a hold.</summary>
    public void LetGo()
    {
        int left = Interlocked.Decrement(ref _holders);
        Debug.Assert(left >= 0, "A buffer is let go as often as it was taken.");
        if (left == 0)
        {
            _arena?.Return(this, _order);
        }
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan()
    {
        CheckHeld(Volatile.Read(ref _holders));
        return _memory.Span(OffsetBytes, _lengthBytes);
    }

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, _lengthBytes);
        Hold();
        return new MemoryHandle((byte*)_memory.Address + OffsetBytes + elementIndex, handle: default, pinnable: this);
    }

    /// <inheritdoc/>
    public override void Unpin() => LetGo();

    /// <summary>The renter gives it up; once, and no harm is done by the second time as long as nobody else has rented it.</summary>
    void IDisposable.Dispose() => Dispose(disposing: true);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _isOwned, 0) != 0)
        {
            LetGo();
        }
    }

    private void Hold()
    {
        int holders = Volatile.Read(ref _holders);
        while (true)
        {
            CheckHeld(holders);
            int seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders)
            {
                return;
            }

            holders = seen;
        }
    }

    private static void CheckHeld(int holders)
    {
        if (holders == 0)
        {
            ThrowGivenBack();
        }
    }

    private static void ThrowGivenBack() => throw new ObjectDisposedException(nameof(DeviceBuffer), "This buffer was given back: its owner was disposed. Dispose owners when the operations with their memory have ended.");
}
