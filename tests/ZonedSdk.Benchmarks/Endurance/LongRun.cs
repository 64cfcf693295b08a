using System.Globalization;
using ZonedSdk.Benchmarks.Drives;
using ZonedSdk.Benchmarks.Load;

namespace ZonedSdk.Benchmarks.Endurance;

/// <summary>Appends by the million through runtime and ring, to /dev/null, and what memory they leave behind: nothing.</summary>
internal static class LongRun
{
    private const int BlockBytes = 4096;
    private const int Writers = 32;
    private const int Looks = 10;

    // The runtime of .NET itself takes some now and then: a timer, a thread of the pool. An object for each append would be a multiple of it with the first million.
    private const long MostAllocatedBytes = 1 << 20;
    private const long MostGrowthBytes = 8 << 20;

    /// <summary>Runs so many appends, and tells of memory on the way.</summary>
    /// <returns>False where memory grew.</returns>
    public static bool Run(long operations)
    {
        ZonedDevice device = BlockingDevice.Open(new NullDeviceDrive(Writers, completesInline: true), isInline: true);
        Memory<byte>[] data = [.. Enumerable.Range(0, Writers).Select(_ => AlignedMemory.Of(BlockBytes))];
        int each = (int)Math.Max(1, operations / Looks / Writers);

        // What is compiled, and pooled, on the way is no growth.
        Crowd.Run(Writers, each / 10 + 1, writer => device.AppendAsync(0, data[writer]));
        (long allocated, long resident) = (GC.GetTotalAllocatedBytes(precise: true), Environment.WorkingSet);
        long done = 0;
        for (int look = 0; look < Looks; look++)
        {
            Crowd.Run(Writers, each, writer => device.AppendAsync(0, data[writer]));
            done += (long)each * Writers;
            Tell(done, GC.GetTotalAllocatedBytes(precise: true) - allocated, Environment.WorkingSet - resident);
        }

        BlockingDevice.Close(device);
        return GC.GetTotalAllocatedBytes(precise: true) - allocated <= MostAllocatedBytes && Environment.WorkingSet - resident <= MostGrowthBytes;
    }

    private static void Tell(long done, long allocatedBytes, long grownBytes) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{done / 1e6,7:F1} million appends: {allocatedBytes / (double)done:F5} bytes allocated for each, {GC.CollectionCount(0)} collections, the process {grownBytes / 1024.0:+0;-0;0} KiB"));
}
