using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ZonedSdk.Interop.Uring;

/// <summary>The stretches of memory of one operation, kept in their places, and the table by which the kernel finds them (struct iovec).</summary>
/// <remarks>Its operation uses it again and again. The kernel reads the table within the call that takes the entry (IORING_FEAT_SUBMIT_STABLE), and the stretches until the operation is completed.</remarks>
/// <param name="capacity">So many at most, 1 to <see cref="MaxCapacity"/>.</param>
internal sealed unsafe class HeldVector(int capacity)
{
    /// <summary>IOV_MAX: the kernel takes no longer table.</summary>
    public const int MaxCapacity = 1024;

    private readonly Stretch[] _table = GC.AllocateArray<Stretch>(capacity, pinned: true);
    private readonly MemoryHandle[] _pins = new MemoryHandle[capacity];

    /// <summary>How many it has.</summary>
    public int Count { get; private set; }

    /// <summary>Where the table lies.</summary>
    public ulong Address => (ulong)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_table));

    /// <summary>Adds a stretch and keeps it in its place, if it lies at a multiple there and the one before it ends at one.</summary>
    /// <param name="memory">The stretch; not empty.</param>
    /// <param name="alignmentBytes">A power of two.</param>
    /// <returns>False where it is not added.</returns>
    public bool TryAdd(Memory<byte> memory, int alignmentBytes)
    {
        ulong misalignment = (ulong)alignmentBytes - 1;
        if (Count == _table.Length || (Count > 0 && (_table[Count - 1].LengthBytes & misalignment) != 0))
        {
            return false;
        }

        MemoryHandle pin = memory.Pin();
        ulong address = (ulong)pin.Pointer;
        if ((address & misalignment) != 0)
        {
            pin.Dispose();
            return false;
        }

        _pins[Count] = pin;
        _table[Count] = new Stretch { Address = address, LengthBytes = (ulong)memory.Length };
        Count++;
        return true;
    }

    /// <summary>Lets go of all.</summary>
    public void LetGo()
    {
        for (int i = 0; i < Count; i++)
        {
            _pins[i].Dispose();
            _pins[i] = default;
        }

        Count = 0;
    }

    /// <summary>struct iovec of a 64-bit system.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Stretch
    {
        public ulong Address;
        public ulong LengthBytes;
    }
}
