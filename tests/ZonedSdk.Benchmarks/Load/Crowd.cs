using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ZonedSdk.Benchmarks.Load;

/// <summary>Writers, each with one operation in flight, and the next one as soon as that has ended.</summary>
internal static class Crowd
{
    /// <summary>Lets the writers loose for a while, and says what they did once they were in step.</summary>
    /// <param name="writers">How many.</param>
    /// <param name="duration">How long they are watched.</param>
    /// <param name="operation">Begins the next operation of a writer.</param>
    public static CrowdSample Run<T>(int writers, TimeSpan duration, Func<int, ValueTask<T>> operation)
    {
        var crowd = new Members<T>(writers, int.MaxValue, operation);
        Task all = crowd.StartAsync();
        Thread.Sleep(duration / 4);
        (long before, TimeSpan cpuBefore, long start) = (crowd.Done(), Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        Thread.Sleep(duration);
        var sample = new CrowdSample(crowd.Done() - before, Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - cpuBefore);
        crowd.IsStopping = true;
        all.GetAwaiter().GetResult();
        return sample;
    }

    /// <summary>Lets each writer do so many operations.</summary>
    public static void Run<T>(int writers, int each, Func<int, ValueTask<T>> operation) => new Members<T>(writers, each, operation).StartAsync().GetAwaiter().GetResult();

    /// <summary>Lets each writer do so many operations, and says how long all of it took.</summary>
    public static CrowdSample Time<T>(int writers, int each, Func<int, ValueTask<T>> operation)
    {
        (TimeSpan cpuBefore, long start) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        Run(writers, each, operation);
        return new CrowdSample((long)writers * each, Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - cpuBefore);
    }

    /// <summary>Lets the writers do so many operations together, and says how long all of it took.</summary>
    /// <param name="writers">How many.</param>
    /// <param name="operations">Of all of them.</param>
    /// <param name="begin">What comes first, and counts.</param>
    /// <param name="operation">Begins the next operation of a writer.</param>
    public static CrowdSample RunShared<T>(int writers, int operations, Action begin, Func<int, ValueTask<T>> operation)
    {
        (TimeSpan cpuBefore, long start) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        begin();
        int left = operations;
        Task.WhenAll(Enumerable.Range(0, writers).Select(WriteAsync)).GetAwaiter().GetResult();
        return new CrowdSample(operations, Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - cpuBefore);

        async Task WriteAsync(int writer)
        {
            await Task.Yield();
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await operation(writer).ConfigureAwait(false);
            }
        }
    }

    private sealed class Members<T>(int writers, int each, Func<int, ValueTask<T>> operation)
    {
        private readonly Counter[] _done = new Counter[writers];
        private volatile bool _isStopping;

        public bool IsStopping
        {
            set => _isStopping = value;
        }

        public Task StartAsync() => Task.WhenAll(Enumerable.Range(0, writers).Select(WriteAsync));

        public long Done()
        {
            long sum = 0;
            for (int writer = 0; writer < _done.Length; writer++)
            {
                sum += Volatile.Read(ref _done[writer].Value);
            }

            return sum;
        }

        private async Task WriteAsync(int writer)
        {
            // Where operations end at once the first writer would never come back here.
            await Task.Yield();
            for (int count = 0; count < each && !_isStopping; count++)
            {
                await operation(writer).ConfigureAwait(false);
                _done[writer].Value++;
            }
        }
    }

    // Padded, so that two writers' counters do not share a cache line.
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Counter
    {
        public long Value;
    }
}
