using ZonedSdk;

namespace ZoneArchive;

/// <summary>
/// Reads extents and believes nothing: header and payload must be exactly those that the catalog names. Used by one task at a time; what it
/// returns is valid until its next read.
/// </summary>
internal sealed class ExtentReader(Archive archive)
{
    private Memory<byte> _buffer = AlignedBuffer.Allocate((1 << 20) + (2 * archive.Superblock.BlockSizeBytes));

    /// <summary>Reads a piece of an entry, wherever reclaim may have moved it to in the meantime.</summary>
    /// <exception cref="BadExtentException">The piece is not what it must be, or could not be read.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(ArchiveEntry entry, int index, CancellationToken cancellationToken)
    {
        while (true)
        {
            ExtentRef extent = Current(entry, index);
            using ZoneReaderLease lease = await archive.Volume.Data[extent.Zone].AcquireReaderLeaseAsync(cancellationToken);

            // Under the lease the zone is not reset. If the piece was moved before the lease was had, its zone may have a new life already.
            if (Current(entry, index) == extent)
            {
                return await ReadLeasedAsync(entry, index, extent, cancellationToken);
            }
        }
    }

    /// <summary>Reads a piece where the caller knows that the zone is not reset.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadLeasedAsync(ArchiveEntry entry, int index, ExtentRef extent, CancellationToken cancellationToken)
    {
        int blockBytes = archive.Superblock.BlockSizeBytes;
        ArchiveVolume.DataZone zone = archive.Volume.Data[extent.Zone];
        long firstBlock = Align.Down(extent.Address.OffsetInZone, blockBytes);
        int lead = (int)(extent.Address.OffsetInZone - firstBlock);
        int lengthBytes = Align.Up(lead + ExtentHeader.SizeBytes + extent.LengthBytes, blockBytes);
        if (firstBlock + lengthBytes > zone.Info.CapacityBytes)
        {
            throw new BadExtentException(entry, index, extent, "it reaches beyond its zone");
        }

        if (lengthBytes > _buffer.Length)
        {
            _buffer = AlignedBuffer.Allocate(lengthBytes);
        }

        try
        {
            await zone.ReadAsync(firstBlock, _buffer[..lengthBytes], cancellationToken);
        }
        catch (ZonedIOException error) when (!error.IsFatal())
        {
            throw new BadExtentException(entry, index, extent, $"it cannot be read: {error.Message}", error);
        }

        ReadOnlyMemory<byte> payload = _buffer.Slice(lead + ExtentHeader.SizeBytes, extent.LengthBytes);
        return Check(entry, index, extent, ExtentHeader.TryRead(_buffer.Span[lead..]), payload.Span) is { } reason
            ? throw new BadExtentException(entry, index, extent, reason)
            : payload;
    }

    private string? Check(ArchiveEntry entry, int index, in ExtentRef extent, ExtentHeader? found, ReadOnlySpan<byte> payload)
    {
        var expected = new ExtentHeader(
            archive.Superblock.VolumeId, entry.FileId, index, extent.FileOffset, extent.LengthBytes, extent.Crc, extent.Zone, extent.Incarnation);
        return found switch
        {
            null => "there is no intact extent header",
            { } header when header.Zone != expected.Zone => $"its header says that it was written to data zone {header.Zone}",
            { } header when header.Incarnation != expected.Incarnation => $"it is from another life of the zone, {header.Incarnation:x16} and not {expected.Incarnation:x16}",
            { } header when header != expected => $"its header is that of piece {header.Sequence} of file {header.FileId:x16}",
            _ => Crc32C.Compute(payload) == extent.Crc ? null : "its payload has another checksum",
        };
    }

    private ExtentRef Current(ArchiveEntry entry, int index) =>
        archive.Catalog.Find(entry.FileId) is { } current ? current.Extents[index] : throw new BadExtentException(entry, index, entry.Extents[index], "the entry was deleted while it was read");
}

/// <summary>A piece of a file is lost.</summary>
internal sealed class BadExtentException(ArchiveEntry entry, int index, ExtentRef extent, string reason, Exception? innerException = null)
    : ArchiveException($"'{entry.Name}': extent {index} of {entry.Extents.Length}, {extent.LengthBytes} bytes at byte {extent.Address.OffsetInZone} of data zone {extent.Zone}: {reason}.", innerException)
{
    public ArchiveEntry Entry { get; } = entry;
}
