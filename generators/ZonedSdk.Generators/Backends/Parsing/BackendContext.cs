using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Backends.Models;
using ZonedSdk.Generators.Models;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Backends.Parsing;

/// <summary>One backend while it is read. Nothing of it outlives the step but the model and the diagnostics.</summary>
internal sealed class BackendContext(INamedTypeSymbol type, AttributeData attribute, Compilation compilation, CancellationToken cancellationToken)
{
    private readonly List<LocatedDiagnostic> _diagnostics = [];

    public INamedTypeSymbol Type => type;

    public AttributeData Attribute => attribute;

    public Compilation Compilation => compilation;

    public CancellationToken CancellationToken => cancellationToken;

    public Location? Place => attribute.Place();

    public BackendKind Kind { get; set; }

    /// <summary>The commands that the drive has, with the row that says so.</summary>
    public Dictionary<CommandId, AttributeData> Native { get; } = [];

    /// <summary>The commands that something stands in for.</summary>
    public Dictionary<CommandId, EmulationId> Emulated { get; } = [];

    /// <summary>The compiler complains about a row.</summary>
    public bool IsIncomplete { get; private set; }

    public bool IsSound => _diagnostics.Count == 0 && !IsIncomplete;

    /// <summary>The rows of a kind in the order in which they are written; the compiler may see files in any order.</summary>
    public IEnumerable<AttributeData> Rows(string name) => type.OfOurs(name)
        .OrderBy(row => row.ApplicationSyntaxReference?.SyntaxTree.FilePath, StringComparer.Ordinal)
        .ThenBy(row => row.ApplicationSyntaxReference?.Span.Start);

    public void MarkIncomplete() => IsIncomplete = true;

    /// <summary>Reports a mistake, unless the compiler complains about a row: then what is missing here may stand there.</summary>
    public void Report(DiagnosticDescriptor rule, Location? place, params string[] arguments)
    {
        if (!IsIncomplete)
        {
            _diagnostics.Add(LocatedDiagnostic.Create(rule, place ?? Place, arguments));
        }
    }

    /// <summary>Reports a method of the class, with what a fix needs to know of the one that is wanted.</summary>
    public void ReportCore(Location? place, string name, CoreMethod? wanted, string reason)
    {
        if (!IsIncomplete)
        {
            _diagnostics.Add(LocatedDiagnostic.Create(Rules.CoreMissing, place ?? Place, name, type.Name, reason) with { Hint = wanted?.Hint });
        }
    }

    public void ReportRow(DiagnosticDescriptor rule, AttributeData row, params string[] arguments) =>
        Report(rule, row.Place(), arguments);

    public ParseResult<BackendModel> Result(BackendModel? model) => new(model, new EquatableArray<LocatedDiagnostic>(_diagnostics
        .OrderBy(diagnostic => diagnostic.Location?.GetLineSpan().Path, StringComparer.Ordinal)
        .ThenBy(diagnostic => diagnostic.Location?.SourceSpan.Start)));
}
