using System.Buffers;
using System.Runtime.CompilerServices;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Image;
using ZonedSdk.Benchmarks.Load;

namespace ZonedSdk.Benchmarks.Drives;

/// <summary>An image past the page cache by a ring, and writers that fill zones of it: one that is reset and appended to, and one that is written over and over.</summary>
internal sealed class ImageZone : IDisposable
{
    private const int ConventionalZone = 0;
    private const int SequentialZone = 1;
    private const int FirstNeighbour = 2;
    private const int Neighbours = 16;

    private readonly ScratchImage _image;
    private readonly ZonedDevice _device;
    private readonly IMemoryOwner<byte>[] _buffers;
    private readonly Memory<byte>[] _data;
    private readonly int _lengthBytes;
    private readonly long _start;
    private long _next;

    /// <param name="folder">Where the file is made.</param>
    /// <param name="zoneMegabytes">Size of a zone, which is also how much a turn writes.</param>
    /// <param name="writers">Writes in flight.</param>
    /// <param name="lengthBytes">Length of each.</param>
    /// <param name="isInline">Continuations on the thread that completes.</param>
    public ImageZone(string folder, long zoneMegabytes, int writers, int lengthBytes, bool isInline)
    {
        // All room is there from the beginning, as in the file that it is compared with.
        _image = new ScratchImage(folder, zoneMegabytes, zones: FirstNeighbour + Neighbours, conventionalZones: 1, isAllocated: true);
        _device = BlockingDevice.Open(_image.OpenDrive(new ImageOpenOptions { DataPath = IoPath.Direct, Engine = TransferEngine.Ring, QueueDepth = Math.Max(writers, 1) }), isInline);

        // Registered with the ring, as those of what it is compared with are.
        _buffers = [.. Enumerable.Range(0, writers).Select(_ => _device.Buffers.Rent(lengthBytes))];
        _data = [.. _buffers.Select(buffer => buffer.Memory[..lengthBytes])];
        Array.ForEach(_data, data => data.Span.Fill(0x5a));
        _lengthBytes = lengthBytes;
        _start = _device.Geometry.StartOf(ConventionalZone);
        for (int zone = FirstNeighbour; zone < FirstNeighbour + Neighbours; zone++)
        {
            // In use, as zones of an image are (PreparedFile says why this matters).
            _ = BlockingDevice.Append(_device, zone, _data[0]);
        }
    }

    private int PerZone => (int)(_device.Geometry.ZoneSizeBytes / _lengthBytes);

    /// <summary>Resets the zone and fills it again: into blocks that are allocated and not written.</summary>
    public CrowdSample FillFresh() => Crowd.RunShared(
        _data.Length,
        PerZone,
        () => BlockingDevice.Reset(_device, SequentialZone),
        writer => _device.AppendAsync(SequentialZone, _data[writer]));

    /// <summary>Writes over all of the conventional zone, whose blocks were all written before.</summary>
    public CrowdSample FillOver()
    {
        _next = 0;
        return Crowd.RunShared(_data.Length, PerZone, static () => { }, WriteNextAsync);
    }

    public void Dispose()
    {
        Array.ForEach(_buffers, static buffer => buffer.Dispose());
        BlockingDevice.Close(_device);
        _image.Dispose();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<long> WriteNextAsync(int writer)
    {
        long offset = _start + ((Interlocked.Increment(ref _next) - 1) * _lengthBytes);
        await _device.WriteAsync(offset, _data[writer]).ConfigureAwait(false);
        return offset;
    }
}
