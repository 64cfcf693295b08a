using System.Runtime.InteropServices;

namespace ZonedSdk.Benchmarks.Load;

/// <summary>As many copies as appends have, and as many atomic instructions, on memory that no other loop has: two of them scale as well as the machine lets two threads.</summary>
internal sealed class UnsharedLoop
{
    private const int AtomicsBefore = 6;
    private const int AtomicsAfter = 6;

    private readonly Memory<byte> _data;
    private readonly Memory<byte> _target;
    private readonly Lines[] _lines = new Lines[1];
    private int _offset;

    /// <param name="data">What is copied.</param>
    /// <param name="targetBytes">How much of it is kept, as by a zone that is written again and again.</param>
    public UnsharedLoop(Memory<byte> data, int targetBytes)
    {
        _data = data;
        _target = AlignedMemory.Of(targetBytes);
    }

    public void Run(int operations)
    {
        ref long counter = ref _lines[0].Counter;
        for (int index = 0; index < operations; index++)
        {
            Count(ref counter, AtomicsBefore);
            _data.Span.CopyTo(_target.Span[_offset..]);
            Count(ref counter, AtomicsAfter);
            _offset = (_offset + _data.Length) % _target.Length;
        }
    }

    private static void Count(ref long counter, int times)
    {
        for (int index = 0; index < times; index++)
        {
            Interlocked.Increment(ref counter);
        }
    }

    // Cache lines before and behind it, whatever the heap puts there.
    [StructLayout(LayoutKind.Explicit, Size = 512)]
    private struct Lines
    {
        [FieldOffset(256)]
        public long Counter;
    }
}
