using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ZonedSdk.Benchmarks.Drives;

/// <summary>Sleeps for microseconds: the kernel rounds a thread's sleep up by 50 of them unless the thread asks it not to, and the framework's sleeps count in milliseconds.</summary>
internal static partial class PreciseSleep
{
    private const int SetTimerSlack = 29;

    /// <summary>Asks the kernel to wake the calling thread when it wanted to be woken.</summary>
    public static void Prepare()
    {
        if (Control(SetTimerSlack, 1, 0, 0, 0) != 0)
        {
            throw new InvalidOperationException($"prctl(PR_SET_TIMERSLACK) failed with error {Marshal.GetLastPInvokeError()}; simulated latencies would be wrong.");
        }
    }

    /// <summary>Sleeps until <see cref="Stopwatch.GetTimestamp"/> has come so far.</summary>
    public static void Until(long timestamp)
    {
        for (long left; (left = timestamp - Stopwatch.GetTimestamp()) > 0;)
        {
            var time = new TimeSpec { Nanoseconds = Math.Min(left, Stopwatch.Frequency - 1) * 1_000_000_000 / Stopwatch.Frequency };
            _ = Sleep(time, 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int Control(int option, nint argument2, nint argument3, nint argument4, nint argument5);

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int Sleep(in TimeSpec time, nint remaining);

    // struct timespec of 64-bit Linux; less than a second is slept at a time.
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
