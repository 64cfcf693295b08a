using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Models;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Volumes.Parsing;

/// <summary>One volume while it is checked. Nothing of it outlives the step but the model and the diagnostics.</summary>
internal sealed class VolumeContext(VolumeDeclaration declaration)
{
    private readonly List<LocatedDiagnostic> _diagnostics = [.. declaration.Diagnostics];

    public VolumeDeclaration Declaration { get; } = declaration;

    public string Name => Declaration.Name;

    public VolumeFigures Figures { get; set; } = declaration.Figures;

    public List<RegionDeclaration> Regions { get; } = [.. declaration.Regions];

    /// <summary>Where the figures stand in a file; null when they stand in the attribute.</summary>
    public Location? FiguresLine { get; set; }

    /// <summary>Figures are missing for a reason that was reported, or that the compiler reports.</summary>
    public bool IsIncomplete { get; private set; } = declaration.IsIncomplete;

    public bool IsSound => _diagnostics.Count == 0 && !IsIncomplete;

    public void MarkIncomplete() => IsIncomplete = true;

    public void Report(DiagnosticDescriptor rule, params string[] arguments) => Add(rule, Declaration.Place, FiguresLine, null, arguments);

    public void ReportRegion(DiagnosticDescriptor rule, RegionDeclaration region, params string[] arguments) => Add(rule, region.Place, region.Line, null, arguments);

    /// <summary>Reports a region's name, with one that can be used.</summary>
    public void ReportName(RegionDeclaration region, string proposal, params string[] arguments) => Add(Rules.RegionName, region.Place, region.Line, proposal, arguments);

    /// <summary>Reports that the file is missing, with the one that may be meant.</summary>
    public void ReportNoFile(string? meant, params string[] arguments) => Add(Rules.NoSuchFile, Declaration.Place, null, meant, arguments);

    /// <summary>Reports a mistake in a file: there is its place, and the attribute is the other one.</summary>
    public void ReportFile(Location line, string message) => Add(Rules.BadFile, line, Declaration.Place, null, message);

    public EquatableArray<LocatedDiagnostic> Diagnostics() => new(_diagnostics
        .OrderBy(diagnostic => diagnostic.Location?.GetLineSpan().Path, StringComparer.Ordinal)
        .ThenBy(diagnostic => diagnostic.Location?.SourceSpan.Start));

    private void Add(DiagnosticDescriptor rule, Location? place, Location? additional, string? hint, params string[] arguments) =>
        _diagnostics.Add(LocatedDiagnostic.Create(rule, place ?? Declaration.Place, arguments) with { Additional = additional, Hint = hint });
}
