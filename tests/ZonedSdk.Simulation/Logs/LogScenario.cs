using ZonedSdk.Backends.Faults;
using ZonedSdk.Simulation.Simulator;

namespace ZonedSdk.Simulation.Logs;

/// <summary>A log's drive, its options and what goes wrong, all from a seed.</summary>
internal sealed record LogScenario(Scenario World, ZonedLogOptions Options)
{
    /// <summary>Whether the drive says what it has not done, or does it elsewhere: records may be damaged then, and must be told as missing.</summary>
    public bool Lies => World.Faults.Any(IsLie);

    /// <summary>Whether zones may die, with durable records in them.</summary>
    public bool LosesZones => World.Faults.Any(rule => rule.Effect == FaultEffect.ZoneOffline);

    public static LogScenario Of(ulong seed)
    {
        var random = new SimRandom(seed ^ 0x5A4C);
        Scenario basis = Scenario.Of(seed);
        int zones = random.Between(4, 9);
        int zoneBlocks = random.Between(8, 48);
        bool isUnlimited = random.Chance(0.4);
        int maxActive = isUnlimited ? 0 : random.Between(1, zones);
        long zoneBytes = (long)zoneBlocks * Stamp.BlockBytes;
        IReadOnlyList<FaultRule> faults = basis.Faults;
        if (random.Chance(0.6))
        {
            faults = [.. faults.Where(rule => !IsLie(rule))];
        }

        Scenario world = basis with
        {
            Faults = faults,
            Drive = basis.Drive with
            {
                ConventionalZones = 0,
                PreferredZones = 0,
                ZoneSizeBytes = zoneBytes,
                SizeBytes = (zones * zoneBytes) - (random.Chance(0.3) ? random.Below(zoneBlocks / 2) * Stamp.BlockBytes : 0),
                ZoneCapacityBytes = random.Chance(0.3) ? random.Between(Math.Max(6, zoneBlocks / 2), zoneBlocks) * Stamp.BlockBytes : 0,
                Limits = basis.Drive.Limits with { MaxActiveZones = random.Chance(0.7) ? maxActive : 0, MaxOpenZones = isUnlimited ? 0 : random.Between(1, maxActive) },
            },
        };
        var options = new ZonedLogOptions
        {
            MaxGroupBytes = random.Between(8, 32) * Stamp.BlockBytes,
            MaxWritesInFlight = random.Between(1, 6),
            WriteAttempts = random.Between(1, 6),
            WaitForRoom = random.Chance(0.3),
        };
        return new LogScenario(world, options);
    }

    private static bool IsLie(FaultRule rule) =>
        rule.Effect is FaultEffect.FlipBit or FaultEffect.WrongAddress or FaultEffect.Lie || (rule.Effect == FaultEffect.DropData && rule.Event == DriveEvent.Write);

    public override string ToString() => $"{World}; {Options}";
}
