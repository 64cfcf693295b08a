using System.Diagnostics;
using System.Numerics;

namespace ZonedSdk.Benchmarks.Load;

/// <summary>How long operations took: counts in classes that are 1.6 % wide. Written by any thread, without a lock and without memory.</summary>
internal sealed class LatencyHistogram
{
    // 64 classes to each doubling; 40 doublings of a nanosecond are eighteen minutes.
    private const int ClassBits = 6;
    private const int Doublings = 40;

    private readonly long[] _counts = new long[(Doublings + 1) << ClassBits];

    public long Count => _counts.Sum();

    /// <summary>Counts an operation that began then and ends now.</summary>
    /// <param name="begun">The timestamp at which it began.</param>
    public void AddSince(long begun) => Add((ulong)Stopwatch.GetElapsedTime(begun).TotalNanoseconds);

    /// <summary>Counts an operation.</summary>
    public void Add(ulong nanoseconds) => Interlocked.Increment(ref _counts[ClassOf(nanoseconds)]);

    /// <summary>So many of all operations took no longer than this.</summary>
    /// <param name="share">A share of one.</param>
    public double MicrosecondsAt(double share)
    {
        long rest = (long)Math.Ceiling(Count * share);
        for (int index = 0; index < _counts.Length; index++)
        {
            rest -= _counts[index];
            if (rest <= 0)
            {
                return EndOf(index) / 1000;
            }
        }

        return double.NaN;
    }

    private static int ClassOf(ulong nanoseconds)
    {
        int doubling = Math.Max(0, BitOperations.Log2(nanoseconds | 1) - ClassBits);
        int index = (doubling << ClassBits) + (int)(nanoseconds >> doubling);
        return Math.Min(index, ((Doublings + 1) << ClassBits) - 1);
    }

    // The first two doublings share their classes: below 2^ClassBits each nanosecond is a class of its own.
    private static double EndOf(int index)
    {
        int doubling = Math.Max(0, (index >> ClassBits) - 1);
        return Math.ScaleB(index - (doubling << ClassBits) + 1, doubling);
    }
}
