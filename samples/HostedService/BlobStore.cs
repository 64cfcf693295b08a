using System.Buffers;
using System.Collections.Concurrent;
using ZonedSdk;
using ZonedSdk.Hosting;

namespace HostedService;

/// <summary>Blobs in the zones of a volume: appended by many requests at once, found by an index in memory that the start rebuilds from the zones. A name that is written again is the newer blob; the older one stays where it is.</summary>
internal sealed class BlobStore([FromKeyedServices(BlobStore.Device)] ZonedHandle<BlobVolume> handle, ILogger<BlobStore> logger) : IHostedService
{
    /// <summary>The device's name in the services and in the configuration.</summary>
    public const string Device = "blobs";

    /// <summary>Largest blob: a record of it is one append on every drive that takes commands of a mebibyte.</summary>
    public const int MaxContentBytes = 1_000_000;

    private readonly ConcurrentDictionary<string, Place> _index = new();
    private BlobWriter? _writer;
    private Task _writing = Task.CompletedTask;
    private long _sequence;

    /// <summary>Number of blobs.</summary>
    public int Count => _index.Count;

    private BlobVolume Volume => handle.Value;

    /// <summary>Rebuilds the index. The volume is open: the host opens devices before it starts services.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        for (int zone = 0; zone < Volume.Data.ZoneCount; zone++)
        {
            await ScanAsync(Volume.Data[zone], cancellationToken);
        }

        _writer = new BlobWriter(Volume);
        _writing = _writer.RunAsync();
        logger.LogInformation("{Blobs} blobs were found on {Device}.", Count, Volume.Device.Name);
    }

    /// <summary>Writes what was taken, and lets the open zone go. The host drains and closes the device afterwards.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _writer?.Complete();
        return _writing.WaitAsync(cancellationToken);
    }

    /// <summary>Stores a blob; it is durable when this has ended.</summary>
    public async Task PutAsync(string name, ReadOnlyMemory<byte> content)
    {
        int blockBytes = Volume.Device.Geometry.BlockSizeBytes;
        int lengthBytes = (BlobRecord.LengthOf(name, content.Length) + blockBytes - 1) / blockBytes * blockBytes;
        long sequence = Interlocked.Increment(ref _sequence);
        using IMemoryOwner<byte> owner = Volume.Device.Buffers.Rent(lengthBytes);
        Memory<byte> record = owner.Memory[..lengthBytes];
        BlobRecord.Write(record.Span, name, content.Span, sequence);
        BlobVolume.DataAddress address = await _writer!.AppendAsync(record);

        // Requests that come meanwhile share the next flush: one of the drive for all of them.
        await Volume.Device.FlushAsync();
        Keep(name, new Place(address, lengthBytes, sequence));
    }

    /// <summary>Returns a blob, or null.</summary>
    public async Task<byte[]?> GetAsync(string name, CancellationToken cancellationToken)
    {
        if (!_index.TryGetValue(name, out Place place))
        {
            return null;
        }

        using IMemoryOwner<byte> owner = Volume.Device.Buffers.Rent(place.LengthBytes);
        Memory<byte> record = owner.Memory[..place.LengthBytes];
        await Volume.Data.ReadAsync(place.Address, record, cancellationToken);
        return BlobRecord.TryRead(record, out string found, out ReadOnlyMemory<byte> content, out _) && found == name
            ? content.ToArray()
            : throw new InvalidDataException($"The blob '{name}' on {Volume.Device.Name} is damaged: its checksum does not fit.");
    }

    private async Task ScanAsync(BlobVolume.DataZone zone, CancellationToken cancellationToken)
    {
        int blockBytes = Volume.Device.Geometry.BlockSizeBytes;
        byte[] block = new byte[blockBytes];
        ZoneInfo info = zone.Info;
        long end = info.Condition == ZoneCondition.Full ? info.CapacityBytes : info.HasValidWritePointer ? info.WritePointer - info.Start : 0;
        for (long at = 0; at < end;)
        {
            await zone.ReadAsync(at, block, cancellationToken);
            int lengthBytes = (BlobRecord.LengthAt(block) + blockBytes - 1) / blockBytes * blockBytes;
            if (lengthBytes == 0 && !block.AsSpan().ContainsAnyExcept((byte)0))
            {
                // A zone that was finished reads as zeroes behind its data.
                return;
            }

            if (lengthBytes > 0 && lengthBytes <= end - at)
            {
                byte[] record = new byte[lengthBytes];
                await zone.ReadAsync(at, record, cancellationToken);
                if (BlobRecord.TryRead(record, out string name, out _, out long sequence))
                {
                    Keep(name, new Place(zone.At(at), lengthBytes, sequence));
                    _sequence = Math.Max(_sequence, sequence);
                    at += lengthBytes;
                    continue;
                }
            }

            // Part of an append that failed or was cut off: nobody was told that it is there.
            at += blockBytes;
        }
    }

    private void Keep(string name, Place place) =>
        _index.AddOrUpdate(name, place, (_, other) => other.Sequence > place.Sequence ? other : place);

    private readonly record struct Place(BlobVolume.DataAddress Address, int LengthBytes, long Sequence);
}
