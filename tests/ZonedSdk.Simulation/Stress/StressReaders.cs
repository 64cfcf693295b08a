namespace ZonedSdk.Simulation.Stress;

/// <summary>Who looks: readers under a lease, flushes, and waits for the flushes of others.</summary>
internal sealed class StressReaders(StressRound round)
{
    /// <summary>Reads what was acknowledged, and expects the zone to live on while the lease does.</summary>
    public async Task ReadStepAsync(int index, Random random)
    {
        ZonedDevice device = round.Device;
        int zone = StressRound.AnyZone(random);
        if (round.Ledger.Any(zone, device.GetStatus(zone).Incarnation, random) is not { } write)
        {
            await Task.Delay(1, round.Stop);
            return;
        }

        try
        {
            using ZoneReaderLease? lease = round.Mistake == StressMistake.LeaseIgnored ? null : await device.AcquireReaderLeaseAsync(zone);
            long life = device.GetStatus(zone).Incarnation;
            await round.CheckContentAsync(write);
            if (random.Next(8) == 0)
            {
                await Task.Delay(random.Next(5), CancellationToken.None);
            }

            if (device.GetStatus(zone).Incarnation != life)
            {
                round.Ledger.Wrong($"lease: zone {zone} was reset under a reader's lease: life {life} became {device.GetStatus(zone).Incarnation}.");
            }
        }
        catch (ZonedException)
        {
            // A read that fails says nothing about the data.
            await Task.Delay(1, CancellationToken.None);
        }
    }

    /// <summary>Flushes a zone or all, and remembers what that has made durable.</summary>
    public async Task FlushStepAsync(int index, Random random)
    {
        await Task.Delay(random.Next(10), round.Stop);
        await FlushAsync(random.Next(3) == 0 ? -1 : StressRound.AnyZone(random));
    }

    /// <summary>Flushes a zone, or all where it is -1.</summary>
    public async Task FlushAsync(int zone)
    {
        ZonedDevice device = round.Device;
        int[] zones = zone < 0 ? [.. StressRound.SequentialZones] : [zone];
        (ZonePlace Place, long Acknowledged)[] before = [.. zones.Select(z => (round.Ledger.PlaceOf(device, z), device.GetStatus(z).Acknowledged))];
        StressWrite[] covered = [.. zones.SelectMany(z => round.Ledger.CoveredNow(device, z))];
        int mark = round.Latch.Mark();
        bool wasClosed = round.Latch.IsClosed(mark);
        try
        {
            ValueTask flush = zone < 0 ? device.FlushAsync() : device.FlushAsync(zone);

            // A recovery that came between the look and the call has named what is lost, and nobody flushes that. A loss after the call makes the flush fail.
            covered = [.. covered.Where(write => round.Ledger.PlaceOf(device, write.Place.Zone) == write.Place)];
            await flush;
        }
        catch (FlushFailedException)
        {
            round.Latch.Hear(mark);
            round.CountFailure();
            if (round.Mistake != StressMistake.FlushForgiven)
            {
                return;
            }
        }
        catch (ZonedException)
        {
            round.CountFailure();
            return;
        }

        round.CountFlush();
        round.Latch.CheckSuccess(mark, wasClosed, "a flush");
        foreach ((ZonePlace place, long acknowledged) in before)
        {
            CheckPointer(place, acknowledged);
        }

        foreach (StressWrite write in covered)
        {
            write.BecomeDurable(round.Ledger.DurablePointerIn(device, write.Place));
        }
    }

    // A zone whose life or state changed meanwhile says nothing: its pointers may have gone back. What an offline zone holds no flush can make durable: nobody will read it again. A read-only one keeps its data.
    private void CheckPointer(ZonePlace place, long acknowledged)
    {
        ZoneStatus after = round.Device.GetStatus(place.Zone);
        after = round.Mistake == StressMistake.DurablePointerBehind ? after with { Durable = after.Durable - Simulator.Stamp.BlockBytes } : after;
        bool isOffline = round.Device.GetZone(place.Zone).Condition == ZoneCondition.Offline;
        bool isSame = round.Ledger.PlaceOf(round.Device, place.Zone) == place && !after.IsFaulted && !isOffline && after.Acknowledged >= acknowledged;
        if (isSame && round.Mistake != StressMistake.FlushForgiven && after.Durable < acknowledged)
        {
            round.Ledger.Wrong($"durable: a flush that covered zone {place.Zone} up to {acknowledged} has ended, and {after}.");
        }
    }

    /// <summary>Waits until the flush of somebody else has covered a write.</summary>
    public async Task WaitStepAsync(int index, Random random)
    {
        ZonedDevice device = round.Device;
        int zone = StressRound.AnyZone(random);
        ZonePlace now = round.Ledger.PlaceOf(device, zone);
        if (round.Ledger.Any(zone, now.Life, random) is not { } write || write.Place != now)
        {
            await Task.Delay(1, round.Stop);
            return;
        }

        int mark = round.Latch.Mark();
        try
        {
            await device.WaitDurableAsync(write.End, round.Stop);
            if (round.Ledger.PlaceOf(device, zone) == now)
            {
                write.BecomeDurable(write.End);
            }
        }
        catch (FlushFailedException)
        {
            round.Latch.Hear(mark);
        }
        catch (Exception e) when (e is ZonedException or ArgumentOutOfRangeException)
        {
            // The zone was reset, or wound back over the bytes, before or after the wait began.
            await Task.Delay(1, CancellationToken.None);
        }
    }
}
