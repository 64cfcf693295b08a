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

    public Location? Place { get; } = attribute.Place();

    public int SizeBytes { get; set; }

    public ByteOrder Order { get; set; }

    public INamedTypeSymbol? Header { get; set; }

    public List<ParsedField> Fields { get; } = [];

    /// <summary>A member is missing from <see cref="Fields"/>, so that bits which nothing owns are no mistake of their own.</summary>
    public bool IsIncomplete { get; private set; }

    public bool IsSound => _diagnostics.Count == 0 && !IsIncomplete;

    public void MarkIncomplete() => IsIncomplete = true;

    /// <summary>A shell without a word of why would compile and throw at run time: the last line against whatever the parser did not understand.</summary>
    public void ReportUnknown()
    {
        if (IsIncomplete && _diagnostics.Count == 0)
        {
            Report(Rules.NoSuchMember, Place, Type.Name, "uses a constant or a type that does not exist before code is generated; what is generated, like another layout's Size, cannot describe a layout");
        }
    }

    public void Report(Microsoft.CodeAnalysis.DiagnosticDescriptor rule, Location? place, params string[] arguments) =>
        _diagnostics.Add(LocatedDiagnostic.Create(rule, place ?? Place, arguments));

    public ParseResult<LayoutModel> Result(LayoutModel? model) => new(model, new EquatableArray<LocatedDiagnostic>(_diagnostics
        .OrderBy(diagnostic => diagnostic.Location?.SourceTree?.FilePath, StringComparer.Ordinal)
        .ThenBy(diagnostic => diagnostic.Location?.SourceSpan.Start)));
}
