namespace ZonedSdk.Cli;

/// <summary>One application on a simulated drive: it fills a zone by several appends at a time, goes to the next, and empties old ones.</summary>
internal sealed class SimulatedWriter(ZonedDevice device, SimulatedZones zones, Random random)
{
    private const int AppendBytes = 8 << 10;
    private const int MostAtOnce = 4;

    private readonly byte[] _data = new byte[AppendBytes];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                int zone = zones.Take();
                await FillAsync(zone, cancellationToken).ConfigureAwait(false);
                if (zones.Leave(zone) is { } unfinished)
                {
                    await TryAsync(device.FinishZoneAsync(unfinished, cancellationToken)).ConfigureAwait(false);
                }

                if (zones.GiveBack(zone) is { } old && device.GetZone(old).Condition is not (ZoneCondition.ReadOnly or ZoneCondition.Offline))
                {
                    await TryAsync(device.ResetZoneAsync(old, cancellationToken)).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The simulation has ended.
        }
    }

    private async Task FillAsync(int zone, CancellationToken cancellationToken)
    {
        if (random.Next(3) != 0)
        {
            await WriteAsync(zone, cancellationToken).ConfigureAwait(false);
            return;
        }

        try
        {
            OpenZoneLease lease = await device.OpenZoneAsync(zone, cancellationToken).ConfigureAwait(false);
            await using (lease.ConfigureAwait(false))
            {
                await WriteAsync(zone, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ZonedException)
        {
            // It did not open, or did not close: the map shows what has become of it.
        }
    }

    private async Task WriteAsync(int zone, CancellationToken cancellationToken)
    {
        // Some are left before they are full: closed, or finished.
        long leaveAtBytes = random.Next(5) == 0 ? random.NextInt64(device.GetZone(zone).CapacityBytes / 2) + AppendBytes : long.MaxValue;
        while (device.GetZone(zone) is { Condition: not ZoneCondition.Full } info && info.WritePointer - info.Start < leaveAtBytes)
        {
            // A write that failed half-way leaves room for less than an append.
            long room = (info.End - info.WritePointer) / AppendBytes;
            if (room == 0)
            {
                break;
            }

            Task<bool>[] appends = [.. Enumerable.Range(0, (int)Math.Clamp(random.Next(1, MostAtOnce + 1), 1, room)).Select(_ => AppendAsync(zone, cancellationToken))];
            bool[] ends = await Task.WhenAll(appends).ConfigureAwait(false);
            if (!ends.Contains(true) && !device.GetStatus(zone).IsWritable)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(60, 380)), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }

        if (device.GetZone(zone).Condition == ZoneCondition.ImplicitlyOpen)
        {
            await TryAsync(random.Next(3) == 0 ? device.FinishZoneAsync(zone, cancellationToken) : device.CloseZoneAsync(zone, cancellationToken)).ConfigureAwait(false);
        }
    }

    private async Task<bool> AppendAsync(int zone, CancellationToken cancellationToken)
    {
        try
        {
            _ = await device.AppendAsync(zone, _data, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ZonedException)
        {
            // A fault, or what follows one: the zone was recovered, and what to do next is asked of it.
            return false;
        }
    }

    private static async Task<bool> TryAsync(ValueTask operation)
    {
        try
        {
            await operation.ConfigureAwait(false);
            return true;
        }
        catch (ZonedException)
        {
            return false;
        }
    }
}
