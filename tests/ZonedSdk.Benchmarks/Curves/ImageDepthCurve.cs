using ZonedSdk.Backends;
using ZonedSdk.Backends.Image;
using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Drives;
using ZonedSdk.Benchmarks.Fio;
using ZonedSdk.Benchmarks.Held;
using ZonedSdk.Benchmarks.Load;
using ZonedSdk.Benchmarks.Plots;

namespace ZonedSdk.Benchmarks.Curves;

/// <summary>How writes to one zone of a real file, past the page cache, grow with the writers; beside the field's own measure.</summary>
internal sealed class ImageDepthCurve : Curve
{
    private const int ZoneMegabytes = 64;
    private const int HeldZone = 0;

    private static readonly int[] s_depths = [1, 2, 4, 8, 16, 32, 64, 128];

    public override string Name => "image-depth";

    public override string? Obstacle => FioProgram.Obstacle;

    public override LineChart Measure(Effort effort)
    {
        using var file = new PreparedFile(effort.Folder, (long)ZoneMegabytes << 20);
        using var heldImage = new ScratchImage(effort.Folder, ZoneMegabytes, zones: 1, isAllocated: true);
        IZoneBackend heldDrive = heldImage.OpenDrive(new ImageOpenOptions { DataPath = IoPath.Direct, Engine = TransferEngine.Ring });
        Series[] lines = Lines(
            s_depths,
            [
                ("inline continuations", SeriesRole.Inline, depth => Append(effort, depth, isInline: true)),
                ("continuations on the pool", SeriesRole.Pool, depth => Append(effort, depth, isInline: false)),
                ("lock held", SeriesRole.Held, depth => Hold(heldDrive, depth)),
                ("fio, at its best", SeriesRole.Other, depth => Write(file, depth)),
            ]);
        BlockingDevice.Close(heldDrive);
        return new LineChart(
            "One zone of a file, many writers",
            "Appends of 4 KiB past the page cache by io_uring, to blocks that are allocated and not written",
            Axis.Doublings("writers of the zone", s_depths),
            Axis.Decades("appends a second", lines.Min(line => line.Points.Min(point => point.Y)), lines.Max(line => line.Points.Max(point => point.Y)), Short),
            lines);
    }

    private static double Append(Effort effort, int depth, bool isInline)
    {
        using ImageZone zone = new(effort.Folder, ZoneMegabytes, depth, BlockBytes, isInline);
        return zone.FillFresh().PerSecond;
    }

    private static double Hold(IZoneBackend drive, int depth)
    {
        Memory<byte> data = AlignedMemory.Of(BlockBytes);
        var zone = new HeldByHandOver(drive, HeldZone);
        return Crowd.RunShared(
            depth,
            (ZoneMegabytes << 20) / BlockBytes,
            () => Soundness.Require(drive.ManageAsync(ZoneAction.Reset, HeldZone, CancellationToken.None).AsTask().GetAwaiter().GetResult().IsSuccess),
            _ => zone.AppendAsync(data)).PerSecond;
    }

    private static double Write(PreparedFile file, int depth)
    {
        file.MakeFresh();
        return FioProgram.Run(new FioJob(file.Path, BlockBytes, depth, (long)ZoneMegabytes << 20, IsBest: true, IsDirect: true) { StartBytes = PreparedFile.StartBytes }).PerSecond;
    }
}
