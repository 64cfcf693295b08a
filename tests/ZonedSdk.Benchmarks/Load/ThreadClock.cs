using System.Runtime.InteropServices;

namespace ZonedSdk.Benchmarks.Load;

/// <summary>Processor time of the calling thread: it stands still while others have the processor, so that what is short can be measured on a machine that is busy.</summary>
internal static partial class ThreadClock
{
    // CLOCK_THREAD_CPUTIME_ID of time.h.
    private const int OfThread = 3;

    public static double Nanoseconds() => GetTime(OfThread, out TimeSpec time) == 0
        ? (time.Seconds * 1e9) + time.Nanoseconds
        : throw new InvalidOperationException($"clock_gettime failed with error {Marshal.GetLastPInvokeError()}.");

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int GetTime(int clock, out TimeSpec time);

    // struct timespec of 64-bit Linux.
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
