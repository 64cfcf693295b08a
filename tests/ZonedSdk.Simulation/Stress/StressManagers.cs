namespace ZonedSdk.Simulation.Stress;

/// <summary>Who changes zones: the manager by commands, the healer by recoveries, and the drive by itself.</summary>
internal sealed class StressManagers(StressRound round)
{
    private const int Block = Simulator.Stamp.BlockBytes;

    // A device of which nothing is left to write to shows nothing more.
    private const int MostDeadZones = 2;

    /// <summary>One management command.</summary>
    public async Task ManageStepAsync(int index, Random random)
    {
        await Task.Delay(random.Next(15), round.Stop);
        ZonedDevice device = round.Device;
        int zone = StressRound.AnyZone(random);
        int mark = round.Latch.Mark();
        try
        {
            bool isFull = device.GetZone(zone).Condition == ZoneCondition.Full;
            await (random.Next(16) switch
            {
                < 9 => isFull || random.Next(8) == 0 ? ResetAsync(zone, random) : ValueTask.CompletedTask,
                < 11 => device.CloseZoneAsync(zone),
                11 when !isFull && random.Next(4) == 0 => device.FinishZoneAsync(zone),
                12 when random.Next(10) == 0 => ResetAllAsync(),
                13 => RecoverAsync(zone),
                _ => ListAsync(random),
            });
        }
        catch (FlushFailedException)
        {
            round.Latch.Hear(mark);
            round.CountFailure();
        }
        catch (ZonedException)
        {
            // Refused or failed: the zone was reported again, and everybody goes on.
            round.CountFailure();
        }
    }

    /// <summary>Zones whose report failed, whose data are lost, or whose command did not come back in time wait for somebody who asks; so does a device whose flush failed.</summary>
    public async Task HealStepAsync(int index, Random random)
    {
        await Task.Delay(10, round.Stop);
        await HealAsync();
    }

    /// <summary>Asks for every recovery that is wanted, once.</summary>
    public async Task HealAsync()
    {
        if (round.Latch.IsRecoveryWanted && !round.Drive.IsFlushFailureFinal)
        {
            await RecoverDeviceAsync();
        }

        foreach (int zone in StressRound.SequentialZones)
        {
            if (round.Device.GetStatus(zone).IsFaulted)
            {
                try
                {
                    await RecoverAsync(zone);
                }
                catch (ZonedException)
                {
                    round.CountFailure();
                }
            }
        }
    }

    /// <summary>The drive closes or finishes a zone by itself; now and then one dies.</summary>
    public async Task DisturbStepAsync(int index, Random random)
    {
        await Task.Delay(5 + random.Next(30), round.Stop);
        int zone = StressRound.AnyZone(random);
        ZoneCondition? change = random.Next(40) switch
        {
            < 4 => ZoneCondition.Closed,
            4 => ZoneCondition.Full,
            5 when DeadZones() < MostDeadZones => ZoneCondition.ReadOnly,
            6 when DeadZones() < MostDeadZones => ZoneCondition.Offline,
            _ => null,
        };
        if (change is { } condition)
        {
            round.Drive.SetCondition(zone, condition);
        }

        ZoneInfo at = round.Drive.Inspect(zone);
        long written = at.WritePointer - at.Start;
        if (round.Mistake == StressMistake.ForeignWriter && at.HasValidWritePointer && written + (64 * Block) < at.CapacityBytes)
        {
            round.Drive.MoveWritePointer(zone, written + (64 * Block));
        }

        if (round.Mistake == StressMistake.DataLost && at.HasValidWritePointer && written > 0)
        {
            round.Drive.MoveWritePointer(zone, 0);
        }
    }

    private int DeadZones() => StressRound.SequentialZones.Count(zone => round.Drive.Inspect(zone).Condition is ZoneCondition.ReadOnly or ZoneCondition.Offline);

    private async ValueTask ResetAsync(int zone, Random random)
    {
        bool isDone = false;
        round.Ledger.BeginReset(zone);
        try
        {
            await (random.Next(2) == 0 ? round.Device.ResetZoneAsync(zone) : round.Device.ForceResetZoneAsync(zone));
            isDone = true;
            round.CountReset();
            round.Ledger.Forget(zone, round.Device.GetStatus(zone).Incarnation);
        }
        finally
        {
            round.Ledger.EndReset(zone, isDone);
        }
    }

    private async ValueTask ResetAllAsync()
    {
        bool isDone = false;
        foreach (int zone in StressRound.SequentialZones)
        {
            round.Ledger.BeginReset(zone);
        }

        try
        {
            await round.Device.ResetAllAsync(round.Device.Identity);
            isDone = true;
            round.CountReset();
        }
        finally
        {
            foreach (int zone in StressRound.SequentialZones)
            {
                round.Ledger.EndReset(zone, isDone);
            }
        }
    }

    // A listing changes nothing, and takes the drive's word for nothing.
    private async ValueTask ListAsync(Random random)
    {
        int first = random.Next(StressDrive.Zones);
        await foreach (ZoneInfo _ in round.Device.ReportAsync(first, StressDrive.Zones - first, cancellationToken: CancellationToken.None))
        {
            // What it says is the drive's matter.
        }
    }

    private async ValueTask RecoverAsync(int zone)
    {
        long life = round.Device.GetStatus(zone).Incarnation;
        int era = round.Ledger.BeginEra(zone);
        ZoneRecovery found = await round.Device.RecoverAsync(zone);
        if (found.Finding == ZoneError.AcknowledgedDataLost)
        {
            round.Ledger.Lose(zone, life, era, found.RangeStart, found.RangeEnd);
        }
    }

    private async ValueTask RecoverDeviceAsync()
    {
        Dictionary<int, (long Life, int Era)> before = StressRound.SequentialZones.ToDictionary(
            static zone => zone,
            zone => (round.Device.GetStatus(zone).Incarnation, round.Ledger.BeginEra(zone)));
        round.Latch.BeginRecovery();
        bool isDone = false;
        try
        {
            foreach (ZoneRecovery found in await round.Device.RecoverAsync())
            {
                (long life, int era) = before[found.Zone];
                long start = round.Mistake == StressMistake.LossNamedTooLarge ? round.Device.Geometry.StartOf(found.Zone) : found.RangeStart;
                round.Ledger.Lose(found.Zone, life, era, start, found.RangeEnd);
            }

            isDone = true;
        }
        catch (ZonedException)
        {
            // A zone does not come back yet, or another flush failed: once more.
            round.CountFailure();
        }
        finally
        {
            round.Latch.EndRecovery(isDone);
        }
    }
}
