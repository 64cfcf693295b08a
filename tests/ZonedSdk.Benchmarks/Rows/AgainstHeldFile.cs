using ZonedSdk.Backends;
using ZonedSdk.Backends.Image;
using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Drives;
using ZonedSdk.Benchmarks.Held;
using ZonedSdk.Benchmarks.Load;
using ZonedSdk.Benchmarks.Pairing;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>32 writers of one zone of a real file, past the page cache: the write pointer moved at issue against the lock held across the write.</summary>
internal static class AgainstHeldFile
{
    private const int Writers = 32;
    private const int Zone = 0;

    // Nobody fills it in a turn.
    private const int ZoneMegabytes = 4096;

    public static Figure Compare(Effort effort, Bar bar, int lengthBytes)
    {
        Memory<byte> data = AlignedMemory.Of(lengthBytes);
        data.Span.Fill(0x5a);
        using var image = new ScratchImage(effort.Folder, ZoneMegabytes, zones: 1);
        ZonedDevice device = BlockingDevice.Open(Open(image), isInline: true);
        using var heldImage = new ScratchImage(effort.Folder, ZoneMegabytes, zones: 1);
        IZoneBackend heldDrive = Open(heldImage);
        Func<IHeldZone>[] ways = [() => new HeldBySemaphore(heldDrive, Zone, isInline: true), () => new HeldBySemaphore(heldDrive, Zone, isInline: false), () => new HeldByHandOver(heldDrive, Zone)];
        double Held(Func<IHeldZone> way)
        {
            // Each turn begins an empty zone, so that both sides write to blocks in the same state.
            Soundness.Require(heldDrive.ManageAsync(ZoneAction.Reset, Zone, CancellationToken.None).AsTask().GetAwaiter().GetResult().IsSuccess);
            IHeldZone zone = way();
            return Crowd.Run(Writers, effort.Turn, _ => zone.AppendAsync(data)).PerSecond;
        }

        Func<IHeldZone> best = BestHeld.Of(ways, Held);
        Interleaved seen = Interleaved.Measure(
            effort.Pairs,
            () =>
            {
                BlockingDevice.Reset(device, Zone);
                return Crowd.Run(Writers, effort.Turn, _ => device.AppendAsync(Zone, data)).PerSecond;
            },
            () => Held(best));
        BlockingDevice.Close(device);
        BlockingDevice.Close(heldDrive);
        return new Figure(bar, seen.Of(figures => figures[0] / figures[1]), seen.Rounds, $"{CrowdSample.Thousands(seen.MedianOf(0))}, held {CrowdSample.Thousands(seen.MedianOf(1))} ({best().Name})");
    }

    private static IZoneBackend Open(ScratchImage image) => image.OpenDrive(new ImageOpenOptions { DataPath = IoPath.Direct, Engine = TransferEngine.Ring });
}
