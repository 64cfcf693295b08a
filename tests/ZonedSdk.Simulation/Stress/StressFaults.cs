using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Simulation.Stress;

/// <summary>What goes wrong at the drive while the clients run.</summary>
internal static class StressFaults
{
    /// <summary>What every drive does to its commands now and then, and nothing that loses data.</summary>
    public static void AddUsual(FaultPlan faults)
    {
        Add(faults, DriveEvent.Write, FaultEffect.Fail, 0.004);
        Add(faults, DriveEvent.Write, FaultEffect.Fail, 0.004, landedBlocks: 2);
        Add(faults, DriveEvent.Write, FaultEffect.Fail, 0.002, landedBlocks: FaultRule.AllBlocks);
        Add(faults, DriveEvent.Write, FaultEffect.ShortTransfer, 0.002, landedBlocks: 1);
        Add(faults, DriveEvent.Write, FaultEffect.Delay, 0.01);
        Add(faults, DriveEvent.Write, FaultEffect.DelayCompletion, 0.01);
        Add(faults, DriveEvent.Write, FaultEffect.DuplicateCompletion, 0.05);
        Add(faults, DriveEvent.Write, FaultEffect.Hang, 0.0003);
        Add(faults, DriveEvent.Write, FaultEffect.LoseCompletion, 0.0003);
        Add(faults, DriveEvent.Read, FaultEffect.Fail, 0.01);
        Add(faults, DriveEvent.Read, FaultEffect.DuplicateCompletion, 0.05);
        Add(faults, DriveEvent.Read, FaultEffect.DelayCompletion, 0.01);
        Add(faults, DriveEvent.Read, FaultEffect.Hang, 0.0003);
        Add(faults, DriveEvent.Reset, FaultEffect.Fail, 0.1);
        Add(faults, DriveEvent.Reset, FaultEffect.FailAfter, 0.1);
        Add(faults, DriveEvent.Reset, FaultEffect.LoseCompletion, 0.02);
        Add(faults, DriveEvent.Open, FaultEffect.FailAfter, 0.1);
        Add(faults, DriveEvent.Finish, FaultEffect.FailAfter, 0.1);
        Add(faults, DriveEvent.Finish, FaultEffect.Fail, 0.1);
        Add(faults, DriveEvent.Close, FaultEffect.Fail, 0.1);
        Add(faults, DriveEvent.Report, FaultEffect.Fail, 0.1);
        Add(faults, DriveEvent.Report, FaultEffect.Hang, 0.02);
        Add(faults, DriveEvent.Flush, FaultEffect.Delay, 0.1);
        Add(faults, DriveEvent.Flush, FaultEffect.DelayCompletion, 0.1);
        Add(faults, DriveEvent.Flush, FaultEffect.LoseCompletion, 0.01);
    }

    /// <summary>Flushes that fail and lose nothing, or, where the cache is lost, something of each zone.</summary>
    public static void AddFlushFailures(FaultPlan faults, bool losesCache)
    {
        Add(faults, DriveEvent.Flush, losesCache ? FaultEffect.DropData : FaultEffect.Fail, 0.02);
        Add(faults, DriveEvent.Flush, FaultEffect.FailAfter, 0.02);
    }

    /// <summary>What the mistake asks of the drive.</summary>
    public static void AddMistake(FaultPlan faults, StressMistake mistake)
    {
        switch (mistake)
        {
            case StressMistake.WriteDropped:
                faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.DropData, FromOffset = StressDrive.ZoneBlocks * 512L, RepeatEvery = 1, Probability = 0.05 });
                break;
            case StressMistake.OverwriteDropped:
                faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.DropData, Zone = 0, RepeatEvery = 1, Probability = 0.5 });
                break;
            case StressMistake.CommandLost:
                faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.LoseCompletion, Nth = 100 });
                break;
            case StressMistake.FlushLies or StressMistake.LastFlushLies:
                faults.Add(new FaultRule { Event = DriveEvent.Flush, Effect = FaultEffect.Lie, RepeatEvery = 1 });
                break;
            case StressMistake.FlushForgiven:
                faults.Add(new FaultRule { Event = DriveEvent.Flush, Effect = FaultEffect.Fail, RepeatEvery = 1, Probability = 0.2 });
                break;
            default:
                break;
        }
    }

    private static void Add(FaultPlan faults, DriveEvent command, FaultEffect effect, double probability, int landedBlocks = 0) => faults.Add(new FaultRule
    {
        Event = command,
        Effect = effect,
        RepeatEvery = 1,
        Probability = probability,
        LandedBlocks = landedBlocks,
        Delay = TimeSpan.FromMilliseconds(5),
    });
}
