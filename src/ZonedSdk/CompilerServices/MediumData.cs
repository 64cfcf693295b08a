using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;

namespace ZonedSdk.CompilerServices;

/// <summary>The bytes of an emulated drive, on a described medium.</summary>
internal sealed class MediumData(IZoneMedium medium) : IZoneData
{
    public BackendResult Reserve(int zone, long endBytes) => BackendResult.Success();

    public BackendResult Write(int zone, long offsetBytes, ReadOnlySpan<byte> data)
    {
        long written = 0;
        while (written < data.Length)
        {
            ReadOnlySpan<byte> rest = data[(int)written..];
            long count = medium.Write(zone, offsetBytes + written, rest);
            if (count <= 0 || count > rest.Length)
            {
                return Failure(count, written);
            }

            written += count;
        }

        return BackendResult.Success(written);
    }

    public BackendResult Read(int zone, long offsetBytes, Span<byte> data)
    {
        int read = 0;
        while (read < data.Length)
        {
            Span<byte> rest = data[read..];
            long count = medium.Read(zone, offsetBytes + read, rest);
            if (count == 0)
            {
                // Below the write pointer of a finished zone, and in conventional zones, there may be nothing: it reads as zeroes.
                rest.Clear();
                break;
            }

            if (count < 0 || count > rest.Length)
            {
                return Failure(count, read);
            }

            read += (int)count;
        }

        return BackendResult.Success(data.Length);
    }

    // The metadata's record of the reset has forgotten the data already.
    public BackendResult Discard(int zone) => BackendResult.Success();

    // The medium is closed by the metadata, which has the last word.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private BackendResult Failure(long count, long transferred) => count < 0
        ? BackendResult.Failure(medium.MapError((int)-count), (int)-count, transferred)
        : BackendResult.Failure(ZoneError.Io, bytesTransferred: transferred);
}
