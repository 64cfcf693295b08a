using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image.Files;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.Interop;
using static ZonedSdk.ByteUnits;

namespace ZonedSdk.Backends.Image;

/// <summary>Data placement of an image: zone i stands at the data region's start + i x zone size.</summary>
internal sealed class ImageData : IZoneData
{
    private const long FirstStepBytes = 16 * MiB;
    private const long LaterStepBytes = 64 * MiB;
    private const int ZeroChunkBytes = (int)MiB;

    private readonly IImageFile _file;
    private readonly Superblock _superblock;
    private readonly Action _released;
    private readonly ImageTransfers? _transfers;

    // How far each zone's space is known to be allocated, from the zone's start; 0 = unknown.
    private readonly long[] _reservedBytes;
    private volatile bool _cannotAllocate;
    private bool _isDisposed;

    public ImageData(IImageFile file, Superblock superblock, Action released)
    {
        _file = file;
        _superblock = superblock;
        _released = released;
        _transfers = file.Data.Rings is { } rings ? new ImageTransfers(rings, superblock.ZoneOffset, file.Path) : null;
        _reservedBytes = superblock.IsPreallocated || file.IsReadOnly ? [] : new long[superblock.Geometry.ZoneCount];
    }

    public IZoneTransfers? Transfers => _transfers;

    // A conventional zone has no write pointer to be ahead of: its writes find room each for itself, and promise no offset before.
    public bool IsReserved(int zone, long endBytes) =>
        _reservedBytes.Length == 0 || _cannotAllocate || _superblock.IsConventional(zone) || endBytes <= Volatile.Read(ref _reservedBytes[zone]);

    public BackendResult Reserve(int zone, long endBytes)
    {
        if (IsReserved(zone, endBytes))
        {
            return BackendResult.Success();
        }

        // Looked at once more: another write may have made room for this one meanwhile, and then there is nothing to allocate.
        long reserved = Volatile.Read(ref _reservedBytes[zone]);
        if (endBytes <= reserved)
        {
            return BackendResult.Success();
        }

        // Ahead of the need, so that few writes wait; when the medium is nearly full, what is needed and no more.
        long step = reserved == 0 ? FirstStepBytes : LaterStepBytes;
        long target = Math.Min(_superblock.CapacityOf(zone), endBytes + step);
        int errno = Allocate(zone, reserved, target);
        if (Errno.IsNoSpace(errno) && target > endBytes)
        {
            target = endBytes;
            errno = Allocate(zone, reserved, target);
        }

        if (errno == Errno.NotSupported)
        {
            // Such a file system finds room at each write, and says ENOSPC there.
            _cannotAllocate = true;
            return BackendResult.Success();
        }

        if (errno != 0)
        {
            return BackendResult.Failure(ImageDrive.MapError(errno), errno);
        }

        RaiseReserved(zone, target);
        return BackendResult.Success();
    }

    public BackendResult Write(int zone, long offsetBytes, ReadOnlySpan<byte> data)
    {
        long written = 0;
        while (written < data.Length)
        {
            long count = _file.WriteData(_superblock.ZoneOffset(zone) + offsetBytes + written, data[(int)written..]);
            if (count <= 0)
            {
                int errno = count == 0 ? Errno.Io : (int)-count;
                return BackendResult.Failure(ImageDrive.MapError(errno), errno, written);
            }

            written += count;
        }

        return BackendResult.Success(written);
    }

    public BackendResult Read(int zone, long offsetBytes, Span<byte> data)
    {
        long read = 0;
        while (read < data.Length)
        {
            long count = _file.ReadData(_superblock.ZoneOffset(zone) + offsetBytes + read, data[(int)read..]);
            if (count <= 0)
            {
                // The file's end cannot be here: its length was checked at open.
                int errno = count == 0 ? Errno.Io : (int)-count;
                return BackendResult.Failure(ImageDrive.MapError(errno), errno, read);
            }

            read += count;
        }

        return BackendResult.Success(read);
    }

    public BackendResult Discard(int zone)
    {
        long offset = _superblock.ZoneOffset(zone);
        long lengthBytes = _superblock.CapacityOf(zone);
        int errno;
        if (_superblock.IsPreallocated)
        {
            errno = _file.Zero(offset, lengthBytes);
            errno = errno == Errno.NotSupported ? WriteZeroes(offset, lengthBytes) : errno;
        }
        else
        {
            Volatile.Write(ref _reservedBytes[zone], 0);

            // Where holes cannot be punched the old bytes stay: reads end at the stored end of data, never at a hole.
            errno = _file.Punch(offset, lengthBytes);
            errno = errno == Errno.NotSupported ? 0 : errno;
        }

        return errno == 0 ? BackendResult.Success() : BackendResult.Failure(ImageDrive.MapError(errno), errno);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (_transfers is not null)
        {
            await _transfers.DisposeAsync().ConfigureAwait(false);
        }

        _released();
    }

    private int Allocate(int zone, long fromBytes, long toBytes) =>
        _file.Allocate(_superblock.ZoneOffset(zone) + fromBytes, toBytes - fromBytes);

    private void RaiseReserved(int zone, long target)
    {
        long seen = Volatile.Read(ref _reservedBytes[zone]);
        while (target > seen)
        {
            long previous = Interlocked.CompareExchange(ref _reservedBytes[zone], target, seen);
            if (previous == seen)
            {
                return;
            }

            seen = previous;
        }
    }

    private int WriteZeroes(long offset, long lengthBytes)
    {
        byte[] zeroes = new byte[Math.Min(ZeroChunkBytes, lengthBytes)];
        while (lengthBytes > 0)
        {
            long count = _file.WriteData(offset, zeroes.AsSpan(0, (int)Math.Min(zeroes.Length, lengthBytes)));
            if (count <= 0)
            {
                return count == 0 ? Errno.Io : (int)-count;
            }

            offset += count;
            lengthBytes -= count;
        }

        return 0;
    }
}
