using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Models;
using ZonedSdk.Generators.Parsing;
using ZonedSdk.Generators.Volumes.Models;

namespace ZonedSdk.Generators.Volumes.Parsing;

/// <summary>From what was written, and the file that it names, to a whole volume, or to a shell and what is wrong.</summary>
internal static class VolumeResolver
{
    private const int Conventional = 1;

    public static ParseResult<VolumeModel> Resolve(VolumeDeclaration declaration, ImmutableArray<AdditionalText> files, CancellationToken cancellationToken)
    {
        VolumeContext context = new(declaration);
        if (declaration.Type is null)
        {
            return new ParseResult<VolumeModel>(null, context.Diagnostics());
        }

        if (declaration.FromFile is not null)
        {
            VolumeFiles.Read(context, files, cancellationToken);
        }

        bool hasSurface = RegionNames.CheckVolume(context);
        DriveModel? drive = DriveFigures.Check(context);
        if (context.Regions.Count == 0)
        {
            AddDefaultRegions(context, drive);
        }

        List<RegionPlan> plans = RegionNames.Check(context);
        foreach (RegionPlan plan in plans)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RegionModes.Check(context, plan);
        }

        if (drive is not null && !context.IsIncomplete && plans.Count == context.Regions.Count)
        {
            RegionPlacement.Check(context, plans, drive.ZoneCount);
            RegionModes.CheckSides(context, plans);
            RegionBudgets.Check(context, plans, drive);
        }

        if (!hasSurface)
        {
            return new ParseResult<VolumeModel>(null, context.Diagnostics());
        }

        bool isSound = context.IsSound && drive is not null;
        IEnumerable<RegionModel> regions = isSound ? plans.OrderBy(plan => plan.First).Select(Whole) : plans.Select(Shell);
        return new ParseResult<VolumeModel>(
            new VolumeModel(declaration.Type, declaration.Name, isSound, declaration.Fit == 1, isSound ? drive! : new DriveModel(), new EquatableArray<RegionModel>(regions)),
            context.Diagnostics());
    }

    // A drive without described regions is used as what it is: its conventional zones, and the others.
    private static void AddDefaultRegions(VolumeContext context, DriveModel? drive)
    {
        long conventional = context.Figures.ConventionalZones ?? 0;
        bool isBroken = drive is null || conventional < 0 || conventional > drive.ZoneCount;
        if (isBroken || conventional > 0)
        {
            context.Regions.Add(Default("Conventional", isBroken ? null : conventional, Conventional));
        }

        if (isBroken || conventional < drive!.ZoneCount)
        {
            context.Regions.Add(Default("Sequential", isBroken ? null : drive!.ZoneCount - conventional, null));
        }

        RegionDeclaration Default(string name, long? count, long? type) => new(name, count, null, null, type, null, null, context.Declaration.Place, context.FiguresLine);
    }

    private static RegionModel Whole(RegionPlan plan) => Region(plan, checked((int)plan.First), checked((int)plan.Count), plan.MaxOpen);

    private static RegionModel Shell(RegionPlan plan) => Region(plan, 0, 1, 1) with { Need = new RegionNeedModel(1, 0, 1) };

    private static RegionModel Region(RegionPlan plan, int first, int count, int maxOpen) => new(
        plan.Name,
        Names.Identifier(plan.Name),
        first,
        count,
        plan.Kind,
        plan.ZoneType,
        plan.IsSequential ? maxOpen : 0,
        new RegionNeedModel((int)(plan.Declaration.ZoneCount ?? 1), (int)(plan.Declaration.OneIn ?? 0), (int)(plan.Declaration.MaxOpen ?? 0)));
}
