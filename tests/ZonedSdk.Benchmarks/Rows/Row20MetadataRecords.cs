using ZonedSdk.Backends.Emulation.Scheduling;
using ZonedSdk.Backends.Image;
using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Drives;
using ZonedSdk.Benchmarks.Load;
using ZonedSdk.Benchmarks.Pairing;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>Records that an image writes about its zones: by the counter of its own journal.</summary>
internal sealed class Row20MetadataRecords : Row
{
    private const int Writers = 32;
    private const int AppendsEach = 16;
    private const int Zones = 8;
    private const int BlockBytes = 4096;

    public override string Id => "20";

    public override string Title => "Image: metadata records per flush, and per write";

    public override bool IsQuiet => true;

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        using var image = new ScratchImage(effort.Folder, zoneMegabytes: 16, Zones);
        var options = new ImageOpenOptions();
        ImageStore store = ImageOpener.OpenAsync(image.Path, options, CancellationToken.None).GetAwaiter().GetResult();
        ZonedDevice device = BlockingDevice.Open(ImageDrive.Compose(store, image.Path, options, new DriveWorkers(options.WorkerCount, image.Path)), isInline: false);
        Memory<byte> block = AlignedMemory.Of(BlockBytes);
        double[] ofWrites = new double[effort.Pairs];
        double[] ofFlushes = new double[effort.Pairs];
        for (int sample = 0; sample < effort.Pairs; sample++)
        {
            long before = store.Metadata.Counters.Groups;
            Crowd.Run(Writers, AppendsEach, writer => device.AppendAsync(writer % Zones, block));
            long written = store.Metadata.Counters.Groups;
            device.FlushAsync().AsTask().GetAwaiter().GetResult();
            ofWrites[sample] = (double)(written - before) / (Writers * AppendsEach);
            ofFlushes[sample] = store.Metadata.Counters.Groups - written;
        }

        BlockingDevice.Close(device);
        yield return new Figure(Bar.AtMost("per flush", 1, 1, Unit.Records), Estimate.Of(ofFlushes), ofFlushes.Length, $"{Zones} zones written since the flush before");
        yield return new Figure(Bar.AtMost("per write", 0, 0, Unit.Records), Estimate.Of(ofWrites), ofWrites.Length, $"{Writers * AppendsEach} appends in each sample");
    }
}
