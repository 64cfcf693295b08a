using ZonedSdk.Backends;
using ZonedSdk.Simulation.Simulator;

namespace ZonedSdk.Simulation.Stress;

/// <summary>What is looked at when a round is over: on the device that was used, and on one that was opened anew.</summary>
internal sealed class StressChecks(StressRound round)
{
    // It is left with a block and a write pointer; the others are finished.
    private const int LastZone = StressDrive.Zones - 2;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Everybody has stopped and nothing goes wrong any more: runtime and drive agree, all that is promised is there, and all resources are free for others.</summary>
    public async Task AtRestAsync(StressManagers managers)
    {
        await HealAllAsync(managers);
        await LandAsync();
        Damage();
        foreach (int zone in StressRound.SequentialZones)
        {
            await CheckZoneAtRestAsync(zone);
        }

        await RefillAsync();
    }

    /// <summary>What somebody does who comes when all is looked at.</summary>
    public void DamageAfterAll()
    {
        if (round.Mistake == StressMistake.GarbageLeft)
        {
            round.Drive.MoveWritePointer(LastZone, 3 * Stamp.BlockBytes);
        }
    }

    /// <summary>The same medium under another device: what was promised has survived, and below each write pointer stands what was written there.</summary>
    /// <param name="reopened">The new device.</param>
    /// <param name="before">What the old device and the ledger knew of each zone.</param>
    /// <param name="isAllPromised">The device was closed in good order: all that was acknowledged counts, not only what was flushed.</param>
    public async Task ReopenedAsync(ZonedDevice reopened, StressSurvivor[] before, bool isAllPromised)
    {
        foreach (StressSurvivor zone in before)
        {
            ZoneInfo now = reopened.GetZone(zone.Zone);
            if (zone.IsAmbiguous || now.Condition == ZoneCondition.Offline)
            {
                continue;
            }

            byte[] content = new byte[now.CapacityBytes];
            await reopened.ReadAsync(now.Start, content);
            long end = now.HasValidWritePointer ? now.WritePointer : now.End;
            foreach (StressWrite write in round.Ledger.Of(zone.Zone, zone.Life).Where(w => w.IsDurable || (isAllPromised && round.Ledger.IsPromised(w))))
            {
                if (write.End > end)
                {
                    round.Ledger.Wrong($"survival: {write} is gone {(isAllPromised ? "after closing" : "after a crash")}: the write pointer is at {end}.");
                }
                else
                {
                    round.Compare(write, content.AsSpan((int)(write.Offset - now.Start), (int)(write.End - write.Offset)), $"survival: {now.Condition}, pointer {end}");
                }
            }

            CheckBelowPointer(zone, now, content.AsSpan(0, (int)(end - now.Start)));
        }
    }

    private void CheckBelowPointer(StressSurvivor zone, in ZoneInfo now, ReadOnlySpan<byte> content)
    {
        BlockContent[] blocks = Stamp.ReadAll(content);
        for (int block = 0; block < blocks.Length; block++)
        {
            long address = now.Start + (block * (long)Stamp.BlockBytes);
            string? wrong = blocks[block].IsZero && now.HasValidWritePointer ? "zeroes" : round.Ledger.Misplaced(blocks[block], zone.Zone, zone.Life, address, now.HasValidWritePointer);
            if (wrong is not null)
            {
                round.Ledger.Wrong($"below the pointer: {address} of zone {zone.Zone} ({now.Condition}, life {zone.Life}) is {wrong}.");
                return;
            }
        }
    }

    // Without faults every zone comes back to somebody who asks for it; one that never does holds the watchdog's attention.
    private async Task HealAllAsync(StressManagers managers)
    {
        bool isHealed = false;
        while (!isHealed)
        {
            await managers.HealAsync();
            isHealed = !StressRound.SequentialZones.Any(zone => round.Device.GetStatus(zone).IsFaulted);
            int mark = round.Latch.Mark();
            try
            {
                await round.Device.FlushAsync();
            }
            catch (FlushFailedException)
            {
                round.Latch.Hear(mark);
                isHealed = false;
            }

            await Task.Delay(isHealed ? TimeSpan.Zero : s_pause);
        }
    }

    // Whoever gives up a write whose data the runtime has copied leaves at once, and the command behind it goes on.
    private async Task LandAsync()
    {
        long started = Environment.TickCount64;
        while (round.Device.Options.CopyWrites && StressRound.SequentialZones.Any(zone => round.Device.GetStatus(zone).InFlight > 0)
            && Environment.TickCount64 - started < round.Watchdog.TotalMilliseconds)
        {
            await Task.Delay(s_pause);
        }
    }

    private async Task CheckZoneAtRestAsync(int zone)
    {
        ZoneStatus status = round.Device.GetStatus(zone);
        if (status.InFlight != 0 || status.Waiting != 0 || status.Acknowledged != status.Submitted)
        {
            round.Ledger.Wrong($"at rest: {status}.");
        }

        ZoneCondition condition = round.Device.GetZone(zone).Condition;
        if (condition is not (ZoneCondition.ReadOnly or ZoneCondition.Offline))
        {
            await CheckPointerAsync(zone, status);
        }

        foreach (StressWrite write in round.Ledger.Of(zone, status.Incarnation))
        {
            try
            {
                await round.CheckContentAsync(write);
            }
            catch (ZoneOfflineException) when (round.Drive.Inspect(zone).Condition == ZoneCondition.Offline)
            {
                return;
            }
        }
    }

    // The drive may have closed or finished a zone by itself; where it has a pointer, that is the runtime's.
    private async Task CheckPointerAsync(int zone, ZoneStatus status)
    {
        try
        {
            ZoneRecovery audit = await round.Device.RecoverAsync(zone);
            if (audit.Finding != ZoneError.None || (audit.WritePointer != status.Submitted && audit.Condition is not (ZoneCondition.Full or ZoneCondition.ReadOnly or ZoneCondition.Offline)))
            {
                round.Ledger.Wrong($"at rest: the drive has zone {zone} at {audit.WritePointer} ({audit.Condition}, {audit.Finding}); the runtime had {status}.");
            }
        }
        catch (ZonedException e) when (round.Drive.Inspect(zone).Condition is ZoneCondition.ReadOnly or ZoneCondition.Offline)
        {
            // It died unnoticed, and now it was noticed.
            Assert.NotNull(e.Message);
        }
    }

    // More zones than can be open want a block each: whoever kept a resource for himself keeps somebody waiting.
    private async Task RefillAsync()
    {
        List<int> zones = [];
        foreach (int zone in StressRound.SequentialZones.Where(zone => round.Device.GetZone(zone).Condition is not (ZoneCondition.ReadOnly or ZoneCondition.Offline)))
        {
            if (zone % 2 == 1 || zone == LastZone || round.Device.GetZone(zone).Condition == ZoneCondition.Closed)
            {
                await round.Device.ResetZoneAsync(zone);
            }

            if (round.Device.GetZone(zone).Condition != ZoneCondition.Full)
            {
                zones.Add(zone);
            }
        }

        if (round.Mistake == StressMistake.ResourceLeaked)
        {
            foreach (int zone in zones.Take(StressDrive.MaxOpenZones))
            {
                await round.Drive.Backend.ManageAsync(ZoneAction.Open, zone, CancellationToken.None);
            }

            zones.RemoveRange(0, StressDrive.MaxOpenZones);
        }

        await Task.WhenAll(zones.Select(RefillAsync));
    }

    private async Task RefillAsync(int zone)
    {
        ZonePlace place = round.Ledger.PlaceOf(round.Device, zone);
        var write = new Operation { Id = round.NextId(), Kind = OperationKind.Append, Client = "refill", Zone = zone, Blocks = 1 };
        try
        {
            long offset = await round.Device.AppendAsync(zone, Stamp.Make(write, 0, place.Life));
            round.Ledger.Remember(write.Id, place, offset, 1);
            if (zone != LastZone)
            {
                await round.Device.FinishZoneAsync(zone);
            }
        }
        catch (ZonedException e)
        {
            round.Ledger.Wrong($"refill: zone {zone} took no block at rest: {e.Message}");
        }
    }

    private void Damage()
    {
        if (round.Mistake == StressMistake.PointerMoved)
        {
            int zone = StressRound.SequentialZones.First(zone => round.Drive.Inspect(zone).Condition is ZoneCondition.Closed or ZoneCondition.ImplicitlyOpen or ZoneCondition.Empty);
            ZoneInfo at = round.Drive.Inspect(zone);
            round.Drive.MoveWritePointer(zone, at.WritePointer - at.Start + Stamp.BlockBytes);
        }
    }
}

/// <summary>What was known of a zone when its device went.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="Life">Its life, as the old device counted.</param>
/// <param name="IsAmbiguous">A reset was under way, or nobody knew how one had ended: its data may be there or not.</param>
internal readonly record struct StressSurvivor(int Zone, long Life, bool IsAmbiguous);
