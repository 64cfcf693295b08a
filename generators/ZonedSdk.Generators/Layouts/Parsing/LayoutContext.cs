using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Layouts.Models;
using ZonedSdk.Generators.Models;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Layouts.Parsing;

/// <summary>One layout while it is parsed. Nothing of it outlives the parser but the model and the diagnostics.</summary>
internal sealed class LayoutContext(INamedTypeSymbol type, AttributeData attribute, CancellationToken cancellationToken)
{
    private readonly List<LocatedDiagnostic> _diagnostics = [];

    public INamedTypeSymbol Type { get; } = type;

    public AttributeData Attribute { get; } = attribute;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public Location? Place { get; } = attribute.Place(cancellationToken);

    public int SizeBytes { get; set; }

    public ByteOrder Order { get; set; }

    public INamedTypeSymbol? Header { get; set; }

    public List<ParsedField> Fields { get; } = [];

    /// <summary>A member is missing from <see cref="Fields"/>, so that bits which nothing owns are no mistake of their own.</summary>
    public bool IsIncomplete { get; private set; }

    public bool IsSound => _diagnostics.Count == 0 && !IsIncomplete;

    public void MarkIncomplete() => IsIncomplete = true;

    public void Report(Microsoft.CodeAnalysis.DiagnosticDescriptor rule, Location? place, params string[] arguments) =>
        _diagnostics.Add(LocatedDiagnostic.Create(rule, place ?? Place, arguments));

    public ParseResult<LayoutModel> Result(LayoutModel? model) => new(model, new EquatableArray<LocatedDiagnostic>(_diagnostics
        .OrderBy(diagnostic => diagnostic.Location?.SourceTree?.FilePath, StringComparer.Ordinal)
        .ThenBy(diagnostic => diagnostic.Location?.SourceSpan.Start)));
}
