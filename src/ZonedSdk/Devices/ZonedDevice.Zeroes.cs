using ZonedSdk.Annotations;
using ZonedSdk.Zones;

namespace ZonedSdk;

/// <content>Zeroes are data like any other: they are written, at the write pointer, and move it. Nothing but a reset takes data away.</content>
public sealed partial class ZonedDevice
{
    private const int MaxZeroesBytes = 1 << 20;

    private byte[]? _zeroes;

    /// <summary>Writes zeroes, as <see cref="WriteAsync(long, ReadOnlyMemory{byte}, CancellationToken)"/> writes data: in a sequential zone at its write pointer, in a conventional one anywhere. It is a write in every respect, and never a reset.</summary>
    /// <remarks>Goes to the drive in commands of at most <see cref="Limits.MaxTransferBytes"/> and 1 MiB, one after another. When one fails, its exception describes that command, and all before it stand. A sequential zone that others write to meanwhile refuses the rest as misaligned.</remarks>
    /// <param name="offset">Absolute offset in bytes, a multiple of the block size.</param>
    /// <param name="lengthBytes">A multiple of the block size, at least one block; the range lies in one zone.</param>
    /// <param name="cancellationToken">Ends the wait for admission, and the call between two commands.</param>
    /// <exception cref="ArgumentException">Offset or length are not in whole blocks, or the range leaves its zone.</exception>
    /// <exception cref="ZonedIOException">A write failed; with <see cref="ZoneError.Boundary"/> the range leaves the zone's capacity and nothing was written.</exception>
    [DeviceIo]
    public async ValueTask WriteZeroesAsync(long offset, long lengthBytes, CancellationToken cancellationToken = default)
    {
        int index = CheckRange(offset, lengthBytes);
        if (_zones.TypeOf(index) != ZoneType.Conventional)
        {
            Zone zone = _zones[index];
            ZoneInfo info = zone.Info();
            if (offset + lengthBytes > info.End && info.Condition != ZoneCondition.Full)
            {
                // Refused whole, like a write of that length would be; a full zone says that it is full.
                throw ZonedErrors.OfBoundary(Name, zone.Bounds, zone.Status(), info.Condition, offset, lengthBytes);
            }
        }

        int most = Math.Min(MaxZeroesBytes, Limits.MaxTransferBytes) & -Geometry.BlockSizeBytes;
        byte[] zeroes = Volatile.Read(ref _zeroes) ?? (_zeroes = new byte[most]);
        for (long done = 0; done < lengthBytes; done += most)
        {
            int part = (int)Math.Min(most, lengthBytes - done);
            await WriteAsync(offset + done, zeroes.AsMemory(0, part), cancellationToken).ConfigureAwait(false);
        }
    }
}
