using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>Which faults a seed meets: a few families together, or a little of everything.</summary>
internal static class FaultMix
{
    private static readonly FaultEffect[] s_slow = [FaultEffect.Delay, FaultEffect.DelayCompletion, FaultEffect.Hang, FaultEffect.LoseCompletion, FaultEffect.DuplicateCompletion];

    /// <summary>Every effect of every command that the drive knows.</summary>
    public static IReadOnlyList<(DriveEvent Event, FaultEffect Effect)> Kinds { get; } =
    [
        .. from command in Enum.GetValues<DriveEvent>()
           from effect in Enum.GetValues<FaultEffect>()
           where new FaultRule { Event = command, Effect = effect }.IsPossible
           select (command, effect),
    ];

    public static IReadOnlyList<FaultRule> Of(SimRandom random, ulong seed)
    {
        if (random.Chance(0.1))
        {
            return [];
        }

        if (random.Chance(0.15))
        {
            return [.. FaultCatalogue.All(seed, 0.04 + (0.06 * random.Below(3)), includesFinal: random.Chance(0.3))];
        }

        // The kinds take turns, so that a run of seeds misses none; it stands first, because the first rule that hits is the one that counts.
        var rules = new List<FaultRule> { KindInTurn(random, seed) };
        int families = random.Between(1, 3);
        for (int i = 0; i < families; i++)
        {
            AddFamily(rules, random, random.Below(9));
        }

        return rules;
    }

    private static FaultRule KindInTurn(SimRandom random, ulong seed)
    {
        (DriveEvent command, FaultEffect effect) = Kinds[(int)(seed % (ulong)Kinds.Count)];
        bool isForData = command is DriveEvent.Read or DriveEvent.Write;
        return Rule(random, command, effect, isForData ? 0.02 : 0.2) with
        {
            LandedBlocks = random.Below(4),
            ShiftBytes = 3 * Stamp.BlockBytes,
            Lie = (ReportLie)random.Between(0, (int)ReportLie.GeometryChanged),
        };
    }

    private static void AddFamily(List<FaultRule> rules, SimRandom random, int family)
    {
        switch (family)
        {
            case 0 or 1:
                AddWriteFailures(rules, random);
                break;
            case 2:
                foreach (FaultEffect effect in s_slow)
                {
                    rules.Add(Rule(random, DriveEvent.Write, effect, 0.03));
                    AddIfPossible(rules, Rule(random, random.Pick(Enum.GetValues<DriveEvent>()), effect, 0.1));
                }

                break;
            case 3:
                AddManagementFailures(rules, random);
                break;
            case 4:
                AddReportFailures(rules, random);
                break;
            case 5:
                rules.Add(Rule(random, DriveEvent.Flush, random.Pick([FaultEffect.Fail, FaultEffect.FailAfter, FaultEffect.Lie, FaultEffect.DropData, FaultEffect.Delay]), 0.1));
                break;
            case 6:
                rules.Add(Rule(random, random.Chance(0.6) ? DriveEvent.Write : DriveEvent.Read, random.Pick([FaultEffect.FlipBit, FaultEffect.WrongAddress]), 0.03) with { ShiftBytes = 3 * Stamp.BlockBytes });
                rules.Add(Rule(random, DriveEvent.Write, FaultEffect.DropData, 0.01));
                break;
            case 7:
                rules.Add(Rule(random, random.Chance(0.8) ? DriveEvent.Write : DriveEvent.Finish, random.Pick([FaultEffect.ZoneReadOnly, FaultEffect.ZoneOffline, FaultEffect.ZoneFull]), 0.01));
                break;
            default:
                rules.Add(Rule(random, random.Pick([DriveEvent.Write, DriveEvent.Read, DriveEvent.Report, DriveEvent.Flush, DriveEvent.Reset]), random.Chance(0.2) ? FaultEffect.DeviceGone : FaultEffect.Fail, 0.01));
                break;
        }
    }

    private static void AddWriteFailures(List<FaultRule> rules, SimRandom random)
    {
        double often = random.Chance(0.3) ? 0.15 : 0.03;
        rules.Add(Rule(random, DriveEvent.Write, FaultEffect.Fail, often));
        rules.Add(Rule(random, DriveEvent.Write, FaultEffect.Fail, often) with { LandedBlocks = FaultRule.AllBlocks });
        rules.Add(Rule(random, DriveEvent.Write, FaultEffect.Fail, often) with { LandedBlocks = random.Between(1, 2), ReportsCount = random.Chance(0.5) });
        rules.Add(Rule(random, DriveEvent.Write, FaultEffect.ShortTransfer, often / 2) with { LandedBlocks = random.Below(3) });
        rules.Add(Rule(random, DriveEvent.Read, FaultEffect.Fail, 0.02));
        rules.Add(Rule(random, DriveEvent.Read, FaultEffect.ShortTransfer, 0.02) with { LandedBlocks = 1 });
    }

    private static void AddManagementFailures(List<FaultRule> rules, SimRandom random)
    {
        foreach (DriveEvent command in (DriveEvent[])[DriveEvent.Open, DriveEvent.Close, DriveEvent.Finish, DriveEvent.Reset])
        {
            rules.Add(Rule(random, command, FaultEffect.Fail, 0.15));
            rules.Add(Rule(random, command, FaultEffect.FailAfter, 0.15));
            rules.Add(Rule(random, command, random.Pick(s_slow[..4]), 0.05));
        }
    }

    private static void AddReportFailures(List<FaultRule> rules, SimRandom random)
    {
        AddWriteFailures(rules, random);
        rules.Add(Rule(random, DriveEvent.Report, FaultEffect.Fail, 0.3));
        rules.Add(Rule(random, DriveEvent.Report, random.Pick([FaultEffect.Hang, FaultEffect.Delay, FaultEffect.LoseCompletion, FaultEffect.DelayCompletion, FaultEffect.ShortTransfer]), 0.1));
        if (random.Chance(0.5))
        {
            rules.Add(Rule(random, DriveEvent.Report, FaultEffect.Lie, 0.2) with { Lie = (ReportLie)random.Between(0, (int)ReportLie.GeometryChanged) });
        }
    }

    private static void AddIfPossible(List<FaultRule> rules, FaultRule rule)
    {
        if (rule.IsPossible)
        {
            rules.Add(rule);
        }
    }

    private static FaultRule Rule(SimRandom random, DriveEvent command, FaultEffect effect, double probability) => new()
    {
        Event = command,
        Effect = effect,
        RepeatEvery = 1,
        Probability = probability,
        Delay = TimeSpan.FromMilliseconds(random.Between(1, 200)),
    };
}
