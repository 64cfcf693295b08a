using System.Globalization;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Image;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Benchmarks.Drives;
using ZonedSdk.Benchmarks.Load;

namespace ZonedSdk.Benchmarks.Endurance;

/// <summary>Devices that were written to and have nothing to do, or that wait for a write that takes its time: no thread of theirs may have the processor meanwhile.</summary>
internal static class IdleDevices
{
    private const int BlockBytes = 4096;
    private const int Writers = 8;
    private static readonly TimeSpan s_while = TimeSpan.FromSeconds(2);

    // One spinning thread would have a hundred times as much.
    private const double MostShare = 0.01;

    /// <summary>Looks at each kind of drive.</summary>
    /// <param name="folder">Where images are made.</param>
    /// <returns>False where one has the processor.</returns>
    public static bool Look(string folder)
    {
        using var image = new ScratchImage(folder, zoneMegabytes: 64, zones: 1);
        bool isQuiet = Look("memory", new MemoryDrive(new MemoryDriveOptions()));
        isQuiet &= Look("/dev/null by a ring", new NullDeviceDrive(Writers, completesInline: false));
        isQuiet &= Look("image by a ring", image.OpenDrive(new ImageOpenOptions { DataPath = IoPath.Direct }));
        isQuiet &= Look("image by threads", image.OpenDrive(new ImageOpenOptions()));
        isQuiet &= Look("simulated, a write of five seconds under way", new SimulatedDrive(TimeSpan.FromSeconds(5)), waits: true);
        return isQuiet;
    }

    private static bool Look(string name, IZoneBackend drive, bool waits = false)
    {
        ZonedDevice device = BlockingDevice.Open(drive, isInline: false);
        Memory<byte> data = AlignedMemory.Of(BlockBytes);
        ValueTask<long> waiting = default;
        if (waits)
        {
            waiting = device.AppendAsync(0, data);
        }
        else
        {
            Crowd.Run(Writers, each: 100, _ => device.AppendAsync(0, data));
        }

        // Threads of the pool and the compiler look for work a moment longer.
        Thread.Sleep(s_while / 2);
        TimeSpan before = Environment.CpuUsage.TotalTime;
        Thread.Sleep(s_while);
        TimeSpan taken = Environment.CpuUsage.TotalTime - before;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {taken.TotalMilliseconds:F1} ms of processor time in {s_while.TotalSeconds:F0} s"));
        Soundness.Require(!waits || !waiting.IsCompleted);
        BlockingDevice.Close(device);
        return taken / s_while <= MostShare;
    }
}
