using System.Buffers;
using System.Runtime.CompilerServices;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Image;
using ZonedSdk.Benchmarks.Load;

namespace ZonedSdk.Benchmarks.Drives;

/// <summary>An image past the page cache by one ring or several, and writers that go through many zones of it at once, inline: conventional ones, whose blocks are written over and over, and others, which are reset and appended to.</summary>
internal sealed class ImageZones : IDisposable
{
    private const int ZonesOfEachKind = 16;
    private const int BlockBytes = 4096;

    private readonly ScratchImage _image;
    private readonly ZonedDevice _device;
    private readonly IMemoryOwner<byte>[] _buffers;
    private readonly Writer[] _writers;
    private readonly int _each;

    /// <param name="folder">Where the file is made.</param>
    /// <param name="zoneMegabytes">Size of a zone; a turn writes all zones of a kind.</param>
    /// <param name="writers">Writes in flight; a multiple of the 16 zones.</param>
    /// <param name="ringCount">How many rings.</param>
    public ImageZones(string folder, int zoneMegabytes, int writers, int ringCount)
    {
        _image = new ScratchImage(folder, zoneMegabytes, 2 * ZonesOfEachKind, ZonesOfEachKind, isAllocated: true);
        _device = BlockingDevice.Open(_image.OpenDrive(new ImageOpenOptions { DataPath = IoPath.Direct, Engine = TransferEngine.Ring, RingCount = ringCount }), isInline: true);
        _buffers = [.. Enumerable.Range(0, writers).Select(_ => _device.Buffers.Rent(BlockBytes))];
        _each = (zoneMegabytes << 20) / BlockBytes / (writers / ZonesOfEachKind);
        _writers = [.. Enumerable.Range(0, writers).Select(index => new Writer(_device, index % ZonesOfEachKind, index / ZonesOfEachKind * (long)_each * BlockBytes, _buffers[index].Memory[..BlockBytes]))];
    }

    /// <summary>Writes over all conventional zones: each writer its share of one.</summary>
    public CrowdSample FillOver()
    {
        Array.ForEach(_writers, static writer => writer.Rewind());
        return Crowd.Time(_writers.Length, _each, writer => _writers[writer].OverwriteAsync());
    }

    /// <summary>Fills all other zones, which were reset before: into blocks that are allocated and not written.</summary>
    public CrowdSample FillFresh()
    {
        for (int zone = ZonesOfEachKind; zone < 2 * ZonesOfEachKind; zone++)
        {
            BlockingDevice.Reset(_device, zone);
        }

        return Crowd.Time(_writers.Length, _each, writer => _writers[writer].AppendAsync());
    }

    public void Dispose()
    {
        Array.ForEach(_buffers, static buffer => buffer.Dispose());
        BlockingDevice.Close(_device);
        _image.Dispose();
    }

    private sealed class Writer(ZonedDevice device, int zone, long offsetInZone, Memory<byte> data)
    {
        private readonly long _start = device.Geometry.StartOf(zone) + offsetInZone;
        private long _next;

        public void Rewind() => _next = _start;

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        public async ValueTask<long> OverwriteAsync()
        {
            long offset = _next;
            _next += data.Length;
            await device.WriteAsync(offset, data).ConfigureAwait(false);
            return offset;
        }

        public ValueTask<long> AppendAsync() => device.AppendAsync(ZonesOfEachKind + zone, data);
    }
}
