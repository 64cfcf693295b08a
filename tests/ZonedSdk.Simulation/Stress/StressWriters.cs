using ZonedSdk.Simulation.Simulator;

namespace ZonedSdk.Simulation.Stress;

/// <summary>Who writes: appends, gathered appends, writes at the pointer, writes that ask for durability, and writes whose caller loses patience.</summary>
internal sealed class StressWriters(StressRound round)
{
    private const int MaxBlocks = 8;

    private enum Way
    {
        Append,
        Gather,
        AtPointer,
        Flushed,
    }

    /// <summary>One write of whatever kind.</summary>
    public async Task StepAsync(int index, Random random)
    {
        Way way = random.Next(20) switch { < 14 => Way.Append, < 16 => Way.Gather, < 18 => Way.AtPointer, _ => Way.Flushed };
        using CancellationTokenSource? patience = random.Next(8) == 0 ? new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(4))) : null;
        await WriteAsync(index, random, StressRound.AnyZone(random), way, patience?.Token ?? CancellationToken.None);
    }

    /// <summary>One append to each zone that takes one.</summary>
    public async Task WriteEverywhereAsync()
    {
        foreach (int zone in StressRound.SequentialZones)
        {
            await WriteAsync(index: 0, new Random(zone), zone, Way.Append, CancellationToken.None);
        }
    }

    /// <summary>Holds a zone open for a few appends, often together with others.</summary>
    public async Task OpenStepAsync(int index, Random random)
    {
        await Task.Delay(random.Next(20), round.Stop);
        int zone = StressRound.AnyZone(random);
        int mark = round.Latch.Mark();
        try
        {
            await using OpenZoneLease lease = await round.Device.OpenZoneAsync(zone);
            for (int i = random.Next(4); i > 0; i--)
            {
                await WriteAsync(index, random, zone, Way.Append, CancellationToken.None);
            }
        }
        catch (ZonedException e)
        {
            Note(e, mark);
        }
    }

    private async Task WriteAsync(int index, Random random, int zone, Way way, CancellationToken token)
    {
        ZonedDevice device = round.Device;
        ZonePlace place = round.Ledger.PlaceOf(device, zone);
        var write = new Operation { Id = round.NextId(), Kind = OperationKind.Append, Client = $"w{index}", Zone = zone, Blocks = 1 + random.Next(MaxBlocks) };
        byte[] data = Stamp.Make(write, index, place.Life);
        int mark = round.Latch.Mark();
        bool wasClosed = round.Latch.IsClosed(mark);
        try
        {
            ValueTask<long> pending = Send(device, zone, way, data, token);
            if (way == Way.Gather || device.Options.CopyWrites || (round.Mistake == StressMistake.BufferReusedEarly && random.Next(50) == 0))
            {
                // The runtime has a copy of its own.
                data.AsSpan().Fill(ClientPort.Poison);
            }

            long offset = await pending;
            if (offset < 0)
            {
                return;
            }

            round.CountWrite();
            round.Latch.CheckSuccess(mark, wasClosed, $"a write of zone {zone}");
            offset += round.Mistake == StressMistake.WrongOffsetTold && random.Next(50) == 0 ? Stamp.BlockBytes : 0;
            if (round.Ledger.PlaceOf(device, zone) == place)
            {
                StressWrite told = round.Ledger.Remember(write.Id, place, offset, write.Blocks);
                if (way == Way.Flushed)
                {
                    told.BecomeDurable(round.Ledger.DurablePointerIn(device, place));
                }
            }
        }
        catch (ZoneFullException)
        {
            await Task.Yield();
        }
        catch (ZonedException e)
        {
            Note(e, mark);
            await Task.Delay(1, CancellationToken.None);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // Nobody knows whether it is written.
        }
        finally
        {
            // The buffer is the writer's again: whoever still reads from it writes garbage.
            data.AsSpan().Fill(ClientPort.Poison);
        }
    }

    private static ValueTask<long> Send(ZonedDevice device, int zone, Way way, byte[] data, CancellationToken token)
    {
        switch (way)
        {
            case Way.Gather:
                int header = data.Length / 3;
                return device.AppendAsync(zone, data.AsMemory(0, header), data.AsMemory(header), token);
            case Way.Flushed:
                return device.AppendAsync(zone, data, Durability.Flushed, token);
            case Way.AtPointer:
                long offset = device.GetStatus(zone).Submitted;
                return offset + data.Length > device.Geometry.StartOf(zone) + device.Geometry.LengthOf(zone)
                    ? ValueTask.FromResult(-1L)
                    : OffsetAsync(device.WriteAsync(offset, data, token), offset);
            default:
                return device.AppendAsync(zone, data, token);
        }
    }

    private static async ValueTask<long> OffsetAsync(ValueTask write, long offset)
    {
        await write;
        return offset;
    }

    private void Note(ZonedException e, int mark)
    {
        round.CountFailure();
        if (e is FlushFailedException)
        {
            round.Latch.Hear(mark);
        }
    }
}
