using System.Diagnostics;
using System.Globalization;

namespace ZonedSdk.Benchmarks.Load;

/// <summary>What the machine did for others while something was measured here: a figure is worth what the machine had to give.</summary>
internal sealed class MachineLoad
{
    // USER_HZ: the kernel counts processor time for programs in hundredths of a second on every architecture that matters here.
    private const double TicksPerSecond = 100;

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly double _busySeconds = BusySeconds();
    private readonly double _ownSeconds = OwnSeconds();

    /// <summary>Share of the processors that others had since this was made, 0 to 1.</summary>
    public double ShareOfOthers()
    {
        double others = BusySeconds() - _busySeconds - (OwnSeconds() - _ownSeconds);
        return Math.Clamp(others / (Stopwatch.GetElapsedTime(_start).TotalSeconds * Environment.ProcessorCount), 0, 1);
    }

    private static double BusySeconds()
    {
        // user, nice, system, idle, iowait, irq, softirq, steal: proc_stat(5).
        double[] times = [.. File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(Ticks)];
        return (times.Sum() - times[3] - times[4]) / TicksPerSecond;
    }

    // With the children that have ended: a baseline may be a program of its own.
    private static double OwnSeconds()
    {
        string stat = File.ReadAllText("/proc/self/stat");

        // The name may contain blanks; utime, stime, cutime and cstime are the fields 14 to 17, the first one behind the name is the third: proc_pid_stat(5).
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[11..15].Sum(Ticks) / TicksPerSecond;
    }

    private static double Ticks(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
