using ZonedSdk.Generators.Parsing;
using ZonedSdk.Generators.Volumes.Models;

namespace ZonedSdk.Generators.Volumes.Parsing;

/// <summary>Which operations a region has, and whether its zones allow them.</summary>
internal static class RegionModes
{
    private const int Conventional = 1;
    private const int Required = 2;
    private const int Preferred = 3;

    /// <summary>Decides type and operations of a region.</summary>
    public static void Check(VolumeContext context, RegionPlan plan)
    {
        bool isHostAware = context.Figures.Model == 2;
        int sequential = isHostAware ? Preferred : Required;
        long write = plan.Declaration.Write ?? 0;
        long type = plan.Declaration.Type ?? (write == 3 || plan.TakesConventionalRest ? Conventional : sequential);
        bool isConventional = type == Conventional;
        plan.ZoneType = type switch
        {
            Conventional => "Conventional",
            Preferred => "SequentialWritePreferred",
            _ => "SequentialWriteRequired",
        };
        plan.Kind = write switch
        {
            1 => RegionKind.Append,
            2 => RegionKind.AtWritePointer,
            3 => RegionKind.Random,
            4 => RegionKind.ReadOnly,
            _ => isConventional ? RegionKind.Random : RegionKind.Append,
        };
        if (WhyNot() is { } reason)
        {
            context.ReportRegion(Rules.WrongMode, plan.Declaration, plan.Quoted, context.Name, reason);
        }

        string? WhyNot()
        {
            if (type is not (Conventional or Required or Preferred))
            {
                return "has zones of a type that the runtime does not drive; Conventional, SequentialWriteRequired and SequentialWritePreferred are driven";
            }

            if (write is < 0 or > 4)
            {
                return "has a write mode that WriteMode does not define; choose one of Append, AtWritePointer, Random and None";
            }

            if (context.Figures.Model is 1 or 2 && !isConventional && type != sequential)
            {
                return isHostAware
                    ? "has sequential-write-required zones, which a host-aware drive has not; leave Type out, or describe a host-managed drive"
                    : "has sequential-write-preferred zones, which a host-managed drive has not; leave Type out, or describe a host-aware drive";
            }

            if (!isConventional && plan.TakesConventionalRest)
            {
                return "takes the rest of the conventional zones, and its type is another one; leave Type out, or write ZoneCount = Rest";
            }

            if (isConventional && plan.IsSequential)
            {
                return $"is written by {plan.Kind}, and conventional zones have no write pointer; choose WriteMode.Random, or sequential zones";
            }

            if (!isConventional && plan.Kind == RegionKind.Random)
            {
                return "is written at random, and sequential zones take writes at their write pointer only; choose WriteMode.Append or AtWritePointer, or conventional zones";
            }

            return plan.Declaration.MaxOpen is not null && !plan.IsSequential ? "has a budget of open zones, and nothing in it is ever open; remove MaxOpen" : null;
        }
    }

    /// <summary>Where the drive's conventional zones are known, no region may claim others.</summary>
    public static void CheckSides(VolumeContext context, List<RegionPlan> plans)
    {
        if (context.Figures.ConventionalZones is not { } conventional || !context.IsSound)
        {
            return;
        }

        foreach (RegionPlan plan in plans.Where(plan => plan.Count > 0))
        {
            long wrong = plan.IsConventional ? Math.Max(plan.First, conventional) : plan.First;
            if (plan.IsConventional ? plan.End > conventional : plan.First < conventional)
            {
                context.ReportRegion(Rules.WrongMode, plan.Declaration, plan.Quoted, context.Name, FormattableString.Invariant($"has {(plan.IsConventional ? "conventional" : "sequential")} zones from zone {wrong} on, and the drive's conventional zones are the first {conventional}"));
            }
        }
    }
}
