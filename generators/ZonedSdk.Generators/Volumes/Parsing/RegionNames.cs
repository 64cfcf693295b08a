using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Volumes.Parsing;

/// <summary>Checks names: what a region is called, and what is called after it.</summary>
internal static class RegionNames
{
    private static readonly string[] s_emitted = ["CreateEmulated", "CreateEmulatedAsync", "Description", "Device", "OpenAsync"];

    private static readonly string[] s_exact =
    [
        .. s_emitted, "BlockSizeBytes", "Geometry", "MaxActiveZones", "MaxOpenZones", "SizeBytes", "ZoneCapacityBytes", "ZoneCount", "ZoneSizeBytes",
    ];

    private static readonly string[] s_fitting = [.. s_emitted, "Described"];

    private static readonly string[] s_inherited = ["Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"];

    private static readonly string[] s_suffixes = ["", "Region", "Zone", "Lease", "Address"];

    /// <summary>Reports each name of the user's that is in the way of the volume itself; true when none is.</summary>
    public static bool CheckVolume(VolumeContext context)
    {
        bool isFree = true;
        foreach (string name in context.Declaration.TakenNames.Where(Emitted(context).Contains))
        {
            context.Report(Rules.VolumeNameTaken, name, context.Name);
            isFree = false;
        }

        return isFree;
    }

    /// <summary>Returns the regions whose names can be used.</summary>
    public static List<RegionPlan> Check(VolumeContext context)
    {
        List<RegionPlan> plans = [];
        if (context.Regions.Count > Limits.MaxRegions)
        {
            context.Report(Rules.OutOfRange, "The number of regions", context.Name, context.Regions.Count.ToString(CultureInfo.InvariantCulture), $"{Limits.MaxRegions.ToString(CultureInfo.InvariantCulture)} are allowed");
            context.Regions.RemoveRange(Limits.MaxRegions, context.Regions.Count - Limits.MaxRegions);
            context.MarkIncomplete();
        }

        Dictionary<string, string> owners = new(StringComparer.Ordinal);
        NameProposals proposals = new(context.Regions, Derived);
        foreach (RegionDeclaration region in context.Regions)
        {
            if (region.Name is null && !context.IsIncomplete)
            {
                context.ReportName(region, proposals.For(region, name => WhyNot(name, context, owners) is null), "null", context.Name, "is none; choose one");
            }
            else if (region.Name is null)
            {
                // The compiler, or the reader of the file, complains about the name.
                context.MarkIncomplete();
            }
            else if (WhyNot(region.Name, context, owners) is { } reason)
            {
                string proposal = proposals.For(region, name => WhyNot(name, context, owners) is null);
                context.ReportName(region, proposal, SymbolDisplay.FormatLiteral(Shorten(region.Name), quote: true), context.Name, reason);
            }
            else
            {
                foreach (string derived in Derived(region.Name))
                {
                    owners.Add(derived, region.Name);
                }

                plans.Add(new RegionPlan(region, region.Name));
            }
        }

        return plans;
    }

    private static string? WhyNot(string name, VolumeContext context, Dictionary<string, string> owners)
    {
        if (name.Length > Limits.MaxNameLength)
        {
            return $"has {name.Length.ToString(CultureInfo.InvariantCulture)} characters; {Limits.MaxNameLength.ToString(CultureInfo.InvariantCulture)} are allowed";
        }

        // Formatting characters may stand in an identifier and do not count, so that two names that differ by them are one.
        if (!SyntaxFacts.IsValidIdentifier(name) || name.Any(c => char.GetUnicodeCategory(c) == UnicodeCategory.Format))
        {
            return "is no identifier; letters, digits and underscores make one, and no digit stands first";
        }

        if (owners.TryGetValue(name, out string? same) && same == name)
        {
            return "is taken by another region; choose another one";
        }

        foreach (string derived in Derived(name))
        {
            if (owners.TryGetValue(derived, out string? owner))
            {
                return $"makes a member '{derived}', which region '{owner}' makes already; choose another one";
            }

            if (Emitted(context).Contains(derived) || s_inherited.Contains(derived))
            {
                return $"is reserved: every volume has a member '{derived}'; choose another one";
            }

            if (context.Declaration.TakenNames.Contains(derived))
            {
                return $"makes a member '{derived}', and the type has one already; choose another one";
            }
        }

        return null;
    }

    private static IEnumerable<string> Derived(string name) => s_suffixes.Select(suffix => name + suffix);

    private static string[] Emitted(VolumeContext context) => context.Declaration.Fit == 1 ? s_fitting : s_exact;

    private static string Shorten(string name) => name.Length <= Limits.MaxNameLength ? name : name.Substring(0, 32) + "...";
}
