using ZonedSdk.Generators.Volumes.Models;

namespace ZonedSdk.Generators.Volumes.Parsing;

/// <summary>A region on its way from what was written to the model.</summary>
internal sealed class RegionPlan(RegionDeclaration declaration, string name)
{
    public RegionDeclaration Declaration { get; } = declaration;

    public string Name { get; } = name;

    public string Quoted => $"'{Name}'";

    /// <summary>It has all zones that the others leave.</summary>
    public bool TakesRest => Declaration.ZoneCount == -1;

    /// <summary>It has the conventional zones that the others leave, which may be none.</summary>
    public bool TakesConventionalRest => Declaration.ZoneCount == -2;

    public RegionKind Kind { get; set; }

    /// <summary>As the runtime's enum names it.</summary>
    public string ZoneType { get; set; } = "SequentialWriteRequired";

    public bool IsSequential => Kind is RegionKind.Append or RegionKind.AtWritePointer;

    public bool IsConventional => ZoneType == "Conventional";

    public long First { get; set; }

    public long Count { get; set; } = 1;

    public long End => First + Count;

    public int MaxOpen { get; set; }
}
