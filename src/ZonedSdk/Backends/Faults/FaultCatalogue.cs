namespace ZonedSdk.Backends.Faults;

/// <summary>Every kind of fault once: what a random plan is made of, and what a sweep walks through.</summary>
internal static class FaultCatalogue
{
    /// <summary>All rules that are possible.</summary>
    /// <param name="seed">Decides lengths, counts and lies.</param>
    /// <param name="probability">How likely a command goes wrong in any of the ways.</param>
    /// <param name="includesFinal">Whether zones may die and the device may vanish.</param>
    public static IEnumerable<FaultRule> All(ulong seed, double probability, bool includesFinal)
    {
        FaultRandom random = new(seed);
        foreach (DriveEvent command in Enum.GetValues<DriveEvent>())
        {
            FaultEffect[] effects = [.. Enum.GetValues<FaultEffect>().Where(effect => IsWanted(command, effect, includesFinal))];
            foreach (FaultEffect effect in effects)
            {
                yield return new FaultRule
                {
                    Event = command,
                    Effect = effect,
                    RepeatEvery = 1,
                    Probability = probability / effects.Length,
                    LandedBlocks = random.NextUpTo(3) == 3 ? FaultRule.AllBlocks : (int)random.NextUpTo(4),
                    ReportsCount = random.NextUpTo(1) == 1,
                    Delay = TimeSpan.FromMilliseconds(1 + random.NextUpTo(50)),
                    Lie = (ReportLie)random.NextUpTo((long)ReportLie.GeometryChanged),
                };
            }
        }
    }

    private static bool IsWanted(DriveEvent command, FaultEffect effect, bool includesFinal)
    {
        bool isFinal = effect is FaultEffect.ZoneReadOnly or FaultEffect.ZoneOffline or FaultEffect.DeviceGone;
        return (includesFinal || !isFinal) && new FaultRule { Event = command, Effect = effect }.IsPossible;
    }
}
