using System.Globalization;
using System.Runtime.CompilerServices;
using ZonedSdk.Backends;

namespace ZonedSdk.Devices;

/// <summary>Reads zone reports page by page and believes nothing: a report is input from a device that may be broken.</summary>
internal static class ReportReader
{
    // 48 bits of the table that keeps 16 bytes a zone.
    private const long MaxCapacityBlocks = (1L << 48) - 1;

    private const int ZonesPerPage = 4096;

    /// <summary>Reads a range of zones from the drive itself. Short pages are fine, no progress is not. Each page has the time that the device's options give to a report.</summary>
    /// <exception cref="ZonedIOException">The report failed, took too long, or contradicts itself or the geometry.</exception>
    public static IAsyncEnumerable<ReadOnlyMemory<ZoneInfo>> ReadAsync(DeviceContext context, int firstZone, int count, CancellationToken cancellationToken) =>
        ReadAsync(context, firstZone, count, ReportSource.Drive, cancellationToken);

    /// <summary>Reads a range of zones from wherever the listing of a user wants them.</summary>
    /// <exception cref="ZonedIOException">The report failed, took too long, or contradicts itself or the geometry.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<ZoneInfo>> ReadAsync(
        DeviceContext context,
        int firstZone,
        int count,
        ReportSource source,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IZoneBackend backend = context.Backend;
        var page = new ZoneInfo[Math.Min(count, ZonesPerPage)];
        int next = firstZone;
        int end = firstZone + count;
        while (next < end)
        {
            int wanted = Math.Min(page.Length, end - next);
            (BackendResult result, Exception? thrown) = await AskAsync(context, source, next, page.AsMemory(0, wanted), cancellationToken).ConfigureAwait(false);
            if (!result.IsSuccess)
            {
                throw Failed(context, next, wanted, result, thrown);
            }

            if (result.BytesTransferred <= 0 || result.BytesTransferred > wanted)
            {
                throw Refuse(backend, Text($"it was asked for {wanted} zones from zone {next} and gave {result.BytesTransferred}"));
            }

            int got = (int)result.BytesTransferred;
            for (int i = 0; i < got; i++)
            {
                if (Defect(backend.Geometry, next + i, page[i]) is { } defect)
                {
                    throw Refuse(backend, defect);
                }
            }

            yield return page.AsMemory(0, got);
            next += got;
        }
    }

    // Whoever gives up on a page leaves it behind, for the backend may still write to it: there is no further page then.
    private static async ValueTask<(BackendResult Result, Exception? Thrown)> AskAsync(DeviceContext context, ReportSource source, int firstZone, Memory<ZoneInfo> page, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            ValueTask<BackendResult> asking = source == ReportSource.Cache
                ? context.Backend.ReportCachedAsync(firstZone, page, cancellationToken)
                : context.Backend.ReportAsync(firstZone, page, cancellationToken);
            BackendResult result = asking.IsCompleted
                ? await asking.ConfigureAwait(false)
                : await asking.AsTask().WaitAsync(context.Options.ReportTimeout, context.Time, cancellationToken).ConfigureAwait(false);
            if (result.Error == ZoneError.Cancelled)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            return (result, null);
        }
        catch (TimeoutException)
        {
            return (BackendResult.Failure(ZoneError.Timeout), null);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            // A backend reports failures as results; one that throws has reported nothing.
            return (BackendResult.Failure(ZoneError.Io), e);
        }
    }

    private static ZonedIOException Failed(DeviceContext context, int firstZone, int count, in BackendResult result, Exception? thrown)
    {
        string zones = Text($"The report of zones {firstZone} to {firstZone + count - 1} of {context.Backend.Name}");
        ZoneError error = result.Error == ZoneError.DeviceGone ? ZoneError.DeviceGone : ZoneError.ReportFailed;
        string message = result.Error == ZoneError.Timeout && thrown is null
            ? Text($"{zones} did not come within {context.Options.ReportTimeout.TotalSeconds} s ({nameof(ZonedDeviceOptions.ReportTimeout)}). Check the device, and try again.")
            : thrown is not null ? Text($"{zones} failed: the backend threw {thrown.GetType().Name}: {thrown.Message}")
            : Text($"{zones} failed: {result.Error}, {ZonedErrors.Describe(result.Errno)}. Check the device, and try again.");
        return ZonedErrors.OfDevice(message, error, result.Errno, thrown);
    }

    /// <summary>What is wrong with one entry of a report, or null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static string? Defect(Geometry geometry, int expected, in ZoneInfo zone)
    {
        if (zone.Index != expected || zone.Start != geometry.StartOf(expected))
        {
            return Text($"where zone {expected} (start {geometry.StartOf(expected)}) belongs it lists zone {zone.Index} at {zone.Start}: unsorted, overlapping or with a gap");
        }

        if (zone.LengthBytes != geometry.LengthOf(expected))
        {
            return Text($"zone {expected} is {zone.LengthBytes} bytes long and should be {geometry.LengthOf(expected)}; zones of different lengths are not supported, but for the last");
        }

        if (zone.CapacityBytes <= 0 || zone.CapacityBytes > zone.LengthBytes || zone.CapacityBytes % geometry.BlockSizeBytes != 0)
        {
            return Text($"zone {expected} has a capacity of {zone.CapacityBytes} bytes in a length of {zone.LengthBytes}");
        }

        if (zone.CapacityBytes / geometry.BlockSizeBytes > MaxCapacityBlocks)
        {
            return Text($"zone {expected} has {zone.CapacityBytes / geometry.BlockSizeBytes} blocks; at most {MaxCapacityBlocks} are supported");
        }

        switch (zone.Type)
        {
            case ZoneType.Conventional:
                return zone.Condition is ZoneCondition.NotWritePointer or ZoneCondition.ReadOnly or ZoneCondition.Offline ? null : Text($"conventional zone {expected} has the condition {zone.Condition}");
            case ZoneType.SequentialWriteRequired or ZoneType.SequentialWritePreferred:
                break;
            case ZoneType.SequentialOrBefore or ZoneType.Gap:
                return Text($"zone {expected} is of type {zone.Type}, which is not supported");
            default:
                return Text($"zone {expected} is of the unknown type 0x{(byte)zone.Type:X2}");
        }

        return zone.Condition switch
        {
            ZoneCondition.Full or ZoneCondition.Offline => null,
            ZoneCondition.ReadOnly when !zone.KeepsWritePointer => null,
            ZoneCondition.Empty when zone.WritePointer == zone.Start => null,
            ZoneCondition.Empty => Text($"zone {expected} is empty with its write pointer at {zone.WritePointer}"),
            ZoneCondition.ImplicitlyOpen or ZoneCondition.ExplicitlyOpen or ZoneCondition.Closed or ZoneCondition.Active or ZoneCondition.ReadOnly =>
                zone.WritePointer < zone.Start || zone.WritePointer > zone.End || (zone.WritePointer - zone.Start) % geometry.BlockSizeBytes != 0
                    ? Text($"the write pointer {zone.WritePointer} of zone {expected} is outside {zone.Start} to {zone.End} or between two blocks")
                    : null,
            _ => Text($"zone {expected} has the condition 0x{(byte)zone.Condition:X2}, which no sequential zone can have"),
        };
    }

    private static ZonedIOException Refuse(IZoneBackend backend, string defect) =>
        ZonedErrors.OfDevice($"The zone report of {backend.Name} cannot be believed: {defect}. Check the device; nothing was written to it.", ZoneError.ReportFailed);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
