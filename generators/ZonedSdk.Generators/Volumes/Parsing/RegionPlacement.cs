using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Volumes.Parsing;

/// <summary>Lays regions out over the drive's zones: each zone belongs to exactly one.</summary>
internal static class RegionPlacement
{
    public static void Check(VolumeContext context, List<RegionPlan> plans, int zoneCount)
    {
        if (!CheckCounts(context, plans) || !Share(context, plans, zoneCount))
        {
            return;
        }

        long next = 0;
        foreach (RegionPlan plan in plans)
        {
            plan.First = plan.Declaration.FirstZone ?? next;
            next = plan.End;
        }

        bool overlaps = false;
        long end = 0;
        RegionPlan? before = null;
        foreach (RegionPlan plan in plans.OrderBy(plan => plan.First))
        {
            if (plan.First < end)
            {
                overlaps = true;
                context.ReportRegion(Rules.RegionsOverlap, plan.Declaration, plan.Quoted, context.Name, FormattableString.Invariant($"starts at zone {plan.First}, and region '{before!.Name}' ends behind zone {end - 1}; move or shorten one of them"));
            }
            else if (plan.First > end && plan.First < zoneCount)
            {
                context.ReportRegion(Rules.ZonesUncovered, plan.Declaration, context.Name, Zones(zoneCount), FormattableString.Invariant($"no region has the zones {end} to {plan.First - 1} before region '{plan.Name}'; let a region have them"));
            }

            end = Math.Max(end, plan.End);
            before = plan;
        }

        // An overlap moves everything behind it; what does not fit then is the same mistake.
        if (!overlaps)
        {
            CheckEnd(context, plans, zoneCount);
        }
    }

    private static void CheckEnd(VolumeContext context, List<RegionPlan> plans, int zoneCount)
    {
        RegionPlan last = plans.OrderBy(plan => plan.First).Last();
        if (last.End > zoneCount)
        {
            RegionPlan beyond = plans.OrderBy(plan => plan.First).First(plan => plan.End > zoneCount);
            context.ReportRegion(Rules.ZonesUncovered, beyond.Declaration, context.Name, Zones(zoneCount), FormattableString.Invariant($"region '{beyond.Name}' needs the zones {beyond.First} to {beyond.End - 1}; shorten the regions, or raise ZoneCount"));
        }
        else if (last.End < zoneCount)
        {
            context.ReportRegion(Rules.ZonesUncovered, last.Declaration, context.Name, Zones(zoneCount), FormattableString.Invariant($"no region has the zones {last.End} to {zoneCount - 1}; let the last region have Rest"));
        }
    }

    private static bool CheckCounts(VolumeContext context, List<RegionPlan> plans)
    {
        bool isSound = true;
        foreach (RegionPlan plan in plans)
        {
            RegionDeclaration region = plan.Declaration;
            if (region.ZoneCount is null)
            {
                isSound = false;
                context.ReportRegion(Rules.FigureMissing, region, context.Name, $"does not say how many zones region '{plan.Name}' has; write ZoneCount, or ZoneCount = Rest");
            }
            else if (!plan.TakesRest && !plan.TakesConventionalRest && region.ZoneCount is < 1 or > Limits.MaxZones)
            {
                isSound = false;
                Report("ZoneCount", region.ZoneCount.Value, $"1 to {Limits.MaxZones} are allowed, and Rest and RestConventional");
            }

            if (region.OneIn is < 2 or > Limits.MaxZones)
            {
                isSound = false;
                Report("OneIn", region.OneIn.Value, $"2 to {Limits.MaxZones} are allowed");
            }
            else if (region.OneIn is not null && (plan.TakesRest || plan.TakesConventionalRest))
            {
                isSound = false;
                context.ReportRegion(Rules.FigureMissing, region, context.Name, $"gives region '{plan.Name}' a share of the zones and the rest of them; remove OneIn, or write how many it has at least");
            }

            if (region.FirstZone is < 0 or > Limits.MaxZones)
            {
                isSound = false;
                Report("FirstZone", region.FirstZone.Value, $"0 to {Limits.MaxZones} are allowed");
            }

            if (region.FirstZone is not null && context.Declaration.Fit == 1)
            {
                isSound = false;
                context.ReportRegion(Rules.FigureMissing, region, context.Name, $"says where region '{plan.Name}' starts, and with VolumeFit.Regions that follows from the device; remove FirstZone");
            }

            void Report(string figure, long value, string allowed) =>
                context.ReportRegion(Rules.OutOfRange, region, $"{figure} of region '{plan.Name}'", context.Name, FormattableString.Invariant($"{value}"), allowed);
        }

        return isSound;
    }

    /// <summary>Gives the rest to the region that asks for it, and the rest of the conventional zones before that.</summary>
    private static bool Share(VolumeContext context, List<RegionPlan> plans, int zoneCount)
    {
        foreach (RegionPlan plan in plans)
        {
            plan.Count = plan.TakesRest || plan.TakesConventionalRest ? 0 : Math.Max(plan.Declaration.ZoneCount!.Value, zoneCount / (plan.Declaration.OneIn ?? long.MaxValue));
        }

        bool isSound = true;
        if (TheOne(context, plans.Where(plan => plan.TakesConventionalRest), ref isSound) is { } conventional)
        {
            conventional.Count = Math.Max(0, (context.Figures.ConventionalZones ?? 0) - plans.Where(plan => plan.IsConventional).Sum(plan => plan.Count));
        }

        if (TheOne(context, plans.Where(plan => plan.TakesRest), ref isSound) is { } rest)
        {
            long taken = plans.Sum(plan => plan.Count);
            if (taken >= zoneCount)
            {
                context.ReportRegion(Rules.ZonesUncovered, rest.Declaration, context.Name, Zones(zoneCount), FormattableString.Invariant($"the other regions have {taken}, so region '{rest.Name}' is left with none; shorten them, or raise ZoneCount"));
                return false;
            }

            rest.Count = zoneCount - taken;
        }

        return isSound;
    }

    private static RegionPlan? TheOne(VolumeContext context, IEnumerable<RegionPlan> plans, ref bool isSound)
    {
        RegionPlan? first = null;
        foreach (RegionPlan plan in plans)
        {
            if (first is not null)
            {
                isSound = false;
                context.ReportRegion(Rules.RegionsOverlap, plan.Declaration, plan.Quoted, context.Name, $"takes the rest of the zones, and so does region '{first.Name}'; give one of them a number");
            }

            first ??= plan;
        }

        return first;
    }

    private static string Zones(int zoneCount) => FormattableString.Invariant($"{zoneCount}");
}
