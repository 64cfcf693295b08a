using ZonedSdk.Generators.Parsing;
using ZonedSdk.Generators.Volumes.Models;

namespace ZonedSdk.Generators.Volumes.Parsing;

/// <summary>Divides the drive's open zones among the regions.</summary>
internal static class RegionBudgets
{
    public static void Check(VolumeContext context, List<RegionPlan> plans, DriveModel drive)
    {
        List<RegionPlan> silent = [];
        long promised = 0;
        foreach (RegionPlan plan in plans.Where(plan => plan.IsSequential))
        {
            if (plan.Declaration.MaxOpen is not { } budget)
            {
                silent.Add(plan);
            }
            else if (budget is < 1 or > Limits.MaxZones)
            {
                context.ReportRegion(Rules.OutOfRange, plan.Declaration, $"MaxOpen of region '{plan.Name}'", context.Name, FormattableString.Invariant($"{budget}"), $"1 to {Limits.MaxZones} are allowed; leave it out for what the other regions leave");
                return;
            }
            else
            {
                plan.MaxOpen = (int)budget;
                promised += budget;
            }
        }

        // Every open zone is active, so that the smaller limit holds.
        int limit = drive.MaxOpenZones == 0 ? drive.MaxActiveZones : drive.MaxOpenZones;
        if (limit == 0)
        {
            return;
        }

        if (promised > limit)
        {
            context.Report(Rules.BudgetExceeded, "The regions' budgets", context.Name, FormattableString.Invariant($"together they are {promised} open zones, and the drive has {limit}; lower MaxOpen of a region"));
        }
        else if (silent.Count > 0)
        {
            Divide(context, silent, limit - (int)promised);
        }
    }

    private static void Divide(VolumeContext context, List<RegionPlan> silent, int left)
    {
        if (left < silent.Count)
        {
            context.ReportRegion(Rules.BudgetExceeded, silent[silent.Count - 1].Declaration, $"Region '{silent[silent.Count - 1].Name}'", context.Name, FormattableString.Invariant($"the budgets of the others leave {left} open zones for {silent.Count} regions; lower MaxOpen of a region"));
            return;
        }

        for (int index = 0; index < silent.Count; index++)
        {
            silent[index].MaxOpen = (left / silent.Count) + (index < left % silent.Count ? 1 : 0);
        }
    }
}
