using System.Threading.Channels;
using ZonedSdk;

namespace HostedService;

/// <summary>Appends records to zones, one zone after the other. Many appends of a zone are in flight; only this loop moves on to the next zone, so nobody has to be kept out with a lock.</summary>
internal sealed class BlobWriter(BlobVolume volume)
{
    private const int MaxWaiting = 256;
    private const int MaxInFlight = 64;

    private readonly Channel<Put> _puts = Channel.CreateBounded<Put>(MaxWaiting);

    /// <summary>Appends a record.</summary>
    /// <param name="record">In whole blocks; it belongs to the writer until the task has ended.</param>
    /// <exception cref="ChannelClosedException">The writer was stopped.</exception>
    /// <exception cref="ZonedIOException">The append failed, or no zone takes it.</exception>
    public async Task<BlobVolume.DataAddress> AppendAsync(ReadOnlyMemory<byte> record)
    {
        Put put = new(record);
        await _puts.Writer.WriteAsync(put);
        return await put.Result.Task;
    }

    /// <summary>Takes no more records; what was taken is written before <see cref="RunAsync"/> ends.</summary>
    public void Complete() => _puts.Writer.TryComplete();

    /// <summary>Writes until it is told to stop.</summary>
    public async Task RunAsync()
    {
        while (await _puts.Reader.WaitToReadAsync())
        {
            try
            {
                await using BlobVolume.DataLease lease = await volume.Data.OpenAsync();
                if (await FillAsync(lease))
                {
                    // Not to be taken again for one with room.
                    await lease.FinishAsync();
                }
            }
            catch (ZonedException e)
            {
                // No zone takes writes, or the old one could not be finished. One request is told, so that each round ends something.
                if (_puts.Reader.TryRead(out Put? put))
                {
                    put.Result.TrySetException(e);
                }
            }
        }
    }

    // True when the next record does not fit; false when there is none to come.
    private async Task<bool> FillAsync(BlobVolume.DataLease lease)
    {
        List<Task> inFlight = [];
        while (await _puts.Reader.WaitToReadAsync())
        {
            while (_puts.Reader.TryPeek(out Put? next))
            {
                if (next.Record.Length > RoomIn(lease))
                {
                    await Task.WhenAll(inFlight);
                    return true;
                }

                if (_puts.Reader.TryRead(out Put? put))
                {
                    inFlight.Add(AppendAsync(lease, put));
                }

                if (inFlight.Count == MaxInFlight)
                {
                    inFlight.Remove(await Task.WhenAny(inFlight));
                }
            }
        }

        await Task.WhenAll(inFlight);
        return false;
    }

    private static async Task AppendAsync(BlobVolume.DataLease lease, Put put)
    {
        try
        {
            put.Result.TrySetResult(await lease.AppendAsync(put.Record));
        }
        catch (Exception e)
        {
            put.Result.TrySetException(e);
        }
    }

    // The write pointer moves when an append is issued, so what is in flight is counted already.
    private long RoomIn(BlobVolume.DataLease lease)
    {
        ZoneInfo zone = lease.Zone.Info;
        return volume.Device.GetStatus(zone.Index).IsWritable ? zone.End - zone.WritePointer : 0;
    }

    private sealed record Put(ReadOnlyMemory<byte> Record)
    {
        public TaskCompletionSource<BlobVolume.DataAddress> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
