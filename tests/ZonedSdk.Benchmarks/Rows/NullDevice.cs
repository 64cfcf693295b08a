using System.Buffers;
using System.Globalization;
using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Drives;
using ZonedSdk.Benchmarks.Fio;
using ZonedSdk.Benchmarks.Load;
using ZonedSdk.Benchmarks.Pairing;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>32 appends of 4 KiB in flight to /dev/null by a ring, against the best that fio can do: nothing but processor time.</summary>
internal static class NullDevice
{
    private const int BlockBytes = 4096;
    private const int Depth = 32;

    // Of about a second.
    private const long FioBytes = 6L << 30;

    public static Figure Compare(Effort effort, Bar bar, bool isInline)
    {
        ZonedDevice device = BlockingDevice.Open(new NullDeviceDrive(Depth, isInline), isInline);

        // Registered with the ring, as fio's are.
        IMemoryOwner<byte>[] buffers = [.. Enumerable.Range(0, Depth).Select(_ => device.Buffers.Rent(BlockBytes))];
        Memory<byte>[] data = [.. buffers.Select(buffer => buffer.Memory[..BlockBytes])];
        var job = new FioJob("/dev/null", BlockBytes, Depth, FioBytes, IsBest: true, IsDirect: false);
        try
        {
            Interleaved seen = Interleaved.Measure(
                effort.Pairs,
                () => Crowd.Run(Depth, effort.Turn, writer => device.AppendAsync(0, data[writer])).PerSecond,
                () => FioProgram.Run(job).PerSecond);
            return new Figure(
                bar,
                seen.Of(figures => figures[0] / figures[1]),
                seen.Rounds,
                string.Create(CultureInfo.InvariantCulture, $"{CrowdSample.Thousands(seen.MedianOf(0))}, fio {CrowdSample.Thousands(seen.MedianOf(1))}"));
        }
        finally
        {
            Array.ForEach(buffers, static buffer => buffer.Dispose());
            BlockingDevice.Close(device);
        }
    }
}
