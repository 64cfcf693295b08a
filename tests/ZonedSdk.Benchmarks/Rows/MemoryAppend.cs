using ZonedSdk.Backends.Memory;
using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Load;
using ZonedSdk.Benchmarks.Pairing;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>Appends to a memory drive against a bare copy of the same bytes to the same kind of memory.</summary>
internal static class MemoryAppend
{
    /// <param name="effort">How long.</param>
    /// <param name="bar">What has to be reached: the copy's time by the append's.</param>
    /// <param name="lengthBytes">Length of an append.</param>
    /// <param name="zoneBytes">Size of a zone.</param>
    /// <param name="zones">How many zones are written before the first is reset and written again.</param>
    /// <param name="sourceBytes">How much memory the data come from.</param>
    public static Figure Compare(Effort effort, Bar bar, int lengthBytes, int zoneBytes, int zones, int sourceBytes)
    {
        Memory<byte> source = AlignedMemory.Of(sourceBytes);
        source.Span.Fill(0x5a);
        Memory<byte>[] data = [.. Enumerable.Range(0, sourceBytes / lengthBytes).Select(index => source.Slice(index * lengthBytes, lengthBytes))];
        ZonedDevice device = BlockingDevice.Open(new MemoryDrive(new MemoryDriveOptions { ZoneSizeBytes = zoneBytes, SizeBytes = (long)zones * zoneBytes }), isInline: false);
        try
        {
            Interleaved taken = Interleaved.Measure(
                effort.ShortPairs,
                OperationTurn.Of(new AppendLoop(device, zones, data).Run, effort.ThreadedTurn, effort.WarmUp),
                OperationTurn.Of(new CopyLoop((long)zones * zoneBytes, data).Run, effort.ThreadedTurn, effort.WarmUp));
            return new Figure(bar, taken.Of(figures => figures[1] / figures[0]), taken.Rounds, $"append {taken.MedianOf(0):F0} ns, copy {taken.MedianOf(1):F0} ns");
        }
        finally
        {
            BlockingDevice.Close(device);
        }
    }
}
