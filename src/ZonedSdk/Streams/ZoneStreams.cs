using System.IO.Pipelines;
using ZonedSdk.CompilerServices;
using ZonedSdk.Streams;

namespace ZonedSdk;

/// <summary>Streams and pipes over zones: whatever writes a stream can fill a zone, and whatever reads one can read it.</summary>
/// <example>
/// <code>
/// long lengthBytes;
/// await using (ZoneWriteStream zone = device.OpenWriteStream(3))
/// {
///     await source.CopyToAsync(zone);
///     lengthBytes = zone.TakenBytes;
/// }
///
/// await using Stream back = device.OpenReadStream(3, lengthBytes: lengthBytes);
/// </code>
/// </example>
public static class ZoneStreams
{
    /// <summary>Opens a stream that writes a zone from its write pointer on.</summary>
    /// <param name="device">The device.</param>
    /// <param name="zone">Index of a sequential zone.</param>
    /// <param name="options">Options; null = defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such zone, or an option is out of range.</exception>
    /// <exception cref="NotSupportedException">The zone is conventional.</exception>
    public static ZoneWriteStream OpenWriteStream(this ZonedDevice device, int zone, ZoneStreamOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        options ??= new ZoneStreamOptions();
        options.Validate();
        return new ZoneWriteStream(device, zone, options);
    }

    /// <summary>Opens a pipe's end that writes a zone from its write pointer on, over a stream as <see cref="OpenWriteStream(ZonedDevice, int, ZoneStreamOptions?)"/> gives it: completing the writer ends the stream. Its segments come from <see cref="ZonedDevice.Buffers"/>.</summary>
    /// <inheritdoc cref="OpenWriteStream(ZonedDevice, int, ZoneStreamOptions?)" path="/*[self::param or self::exception]"/>
    /// <remarks>A failure of an earlier write is thrown by the next <c>FlushAsync</c>, or by <c>CompleteAsync</c>. Completing it with an exception leaves out what was not flushed; what was is written.</remarks>
    public static PipeWriter OpenPipeWriter(this ZonedDevice device, int zone, ZoneStreamOptions? options = null)
    {
        ZoneWriteStream stream = OpenWriteStream(device, zone, options);
        return PipeWriter.Create(stream, new StreamPipeWriterOptions(device.Buffers, minimumBufferSize: device.Geometry.BlockSizeBytes));
    }

    /// <summary>Opens a stream that reads a zone. What is appended later is not in it.</summary>
    /// <param name="device">The device.</param>
    /// <param name="zone">Zone index.</param>
    /// <param name="offsetInZone">Where the stream begins: distance from the zone's start in bytes, a multiple of the block size.</param>
    /// <param name="lengthBytes">The stream's length; null = up to what is acknowledged now: in a sequential zone its write pointer (its capacity where the zone has none), in a conventional one its end.</param>
    /// <returns>A stream that can seek.</returns>
    /// <exception cref="ArgumentException">The offset is not in whole blocks, or so many bytes are not there.</exception>
    public static Stream OpenReadStream(this ZonedDevice device, int zone, long offsetInZone = 0, long? lengthBytes = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        ZoneInfo info = device.GetZone(zone);
        long end = info.Type == ZoneType.Conventional || !info.HasValidWritePointer ? info.End : device.GetStatus(zone).Acknowledged;
        long most = end - info.Start - offsetInZone;
        if (offsetInZone < 0 || offsetInZone % device.Geometry.BlockSizeBytes != 0 || most < 0)
        {
            throw new ArgumentException($"A stream cannot begin at {offsetInZone} of zone {zone} of {device.Name}: {end - info.Start} bytes are there, and it begins on a block of {device.Geometry.BlockSizeBytes}.", nameof(offsetInZone));
        }

        if (lengthBytes is { } length && (length < 0 || length > most))
        {
            throw new ArgumentException($"Zone {zone} of {device.Name} has {most} bytes from {offsetInZone} on, not {length}.", nameof(lengthBytes));
        }

        return new ZoneReadStream(device, info.Start + offsetInZone, lengthBytes ?? most);
    }

    /// <summary>Opens a stream that reads a zone of a volume.</summary>
    /// <inheritdoc cref="OpenReadStream(ZonedDevice, int, long, long?)"/>
    /// <param name="zone">The zone.</param>
    /// <param name="offsetInZone">Where the stream begins: distance from the zone's start in bytes, a multiple of the block size.</param>
    /// <param name="lengthBytes">The stream's length; null = up to what is acknowledged now.</param>
    public static Stream OpenReadStream(this SequentialVolumeZone zone, long offsetInZone = 0, long? lengthBytes = null)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return OpenReadStream(zone.OwnRegion.Device, zone.Info.Index, offsetInZone, lengthBytes);
    }

    /// <summary>Opens a stream that writes a zone of a volume from its write pointer on. The stream holds the zone, and a place of its region's budget, as a lease does.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="options">Options; null = defaults.</param>
    /// <param name="cancellationToken">Ends the wait for a place in the budget.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="InvalidOperationException">Somebody holds the zone.</exception>
    public static async ValueTask<ZoneWriteStream> OpenWriteStreamAsync(this SequentialVolumeZone zone, ZoneStreamOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(zone);
        options ??= new ZoneStreamOptions();
        options.Validate();
        VolumeZoneHold hold = await VolumeZoneHold.TakeAsync([zone], cancellationToken).ConfigureAwait(false);
        try
        {
            return new ZoneWriteStream(hold.Device, hold.Zones[0], options, hold);
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }
}
