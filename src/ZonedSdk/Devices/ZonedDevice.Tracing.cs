using System.Buffers;
using System.Diagnostics;
using ZonedSdk.Diagnostics;
using ZonedSdk.Zones;

namespace ZonedSdk;

/// <content>Operations with an activity around them: from the call until its task ends, waits included.</content>
public sealed partial class ZonedDevice
{
    private readonly bool _tracesTransfers;

    private async Task TraceAsync(string name, int zone, Func<Task> run)
    {
        using Activity? activity = ZonedActivities.Start(name, Name, zone);
        try
        {
            await run().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            ZonedActivities.Fail(activity, e);
            throw;
        }
    }

    private static async ValueTask<ZonedDevice> TraceOpeningAsync(string name, Func<ValueTask<ZonedDevice>> open)
    {
        using Activity? activity = ZonedActivities.Start(ZonedActivities.OpenDevice, name);
        try
        {
            return await open().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            ZonedActivities.Fail(activity, e);
            throw;
        }
    }

    private async ValueTask ManageTracedAsync(RequestOperation operation, int zone, bool force, CancellationToken cancellationToken) =>
        await TraceAsync(ZonedActivities.NameOf(operation), zone, () => ManageUntracedAsync(operation, zone, force, cancellationToken).AsTask()).ConfigureAwait(false);

    private async ValueTask<int> ReadTracedAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using Activity? activity = StartTransfer(ZonedActivities.ReadZone, offset, buffer.Length);
        try
        {
            return await ReadUntracedAsync(offset, buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            ZonedActivities.Fail(activity, e);
            throw;
        }
    }

    private async ValueTask WriteTracedAsync(long offset, ReadOnlySequence<byte> data, CancellationToken cancellationToken)
    {
        using Activity? activity = StartTransfer(ZonedActivities.WriteZone, offset, data.Length);
        try
        {
            if (data.IsSingleSegment)
            {
                await WriteUntracedAsync(offset, data.First, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await WriteUntracedAsync(offset, data, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            ZonedActivities.Fail(activity, e);
            throw;
        }
    }

    private async ValueTask<long> AppendTracedAsync(int zone, long lengthBytes, Func<ValueTask<long>> append)
    {
        using Activity? activity = ZonedActivities.Start(ZonedActivities.AppendZone, Name, zone, lengthBytes);
        try
        {
            long offset = await append().ConfigureAwait(false);
            ZonedActivities.TellOffset(activity, offset);
            return offset;
        }
        catch (Exception e)
        {
            ZonedActivities.Fail(activity, e);
            throw;
        }
    }

    // Of their own, because a closure in the methods that everybody calls would be made at each call.
    private ValueTask<long> AppendTracedAsync(int zone, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        AppendTracedAsync(zone, data.Length, () => AppendUntracedAsync(zone, data, cancellationToken));

    private ValueTask<long> AppendTracedAsync(int zone, ReadOnlyMemory<byte> header, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        AppendTracedAsync(zone, (long)header.Length + payload.Length, () => AppendUntracedAsync(zone, header, payload, cancellationToken));

    private ValueTask<long> AppendTracedAsync(int zone, ReadOnlySequence<byte> data, CancellationToken cancellationToken) =>
        AppendTracedAsync(zone, data.Length, () => AppendUntracedAsync(zone, data, cancellationToken));

    private Activity? StartTransfer(string name, long offset, long lengthBytes)
    {
        Activity? activity = ZonedActivities.Start(name, Name, offset >= 0 && offset < Geometry.SizeBytes ? Geometry.ZoneOf(offset) : -1, lengthBytes);
        ZonedActivities.TellOffset(activity, offset);
        return activity;
    }
}
