using System.Globalization;
using System.Text.Json;
using Microsoft.CodeAnalysis;

namespace ZonedSdk.Analyzers.Tests.Robustness;

/// <summary>The <c>results</c> of a SARIF 2.1.0 log with all that a diagnostic says, one a line, sorted by file, span, id and message.</summary>
internal static class SarifResults
{
    public static string Of(IEnumerable<Diagnostic> diagnostics) => string.Join('\n', diagnostics
        .OrderBy(static d => d.Location.SourceTree?.FilePath ?? "", StringComparer.Ordinal)
        .ThenBy(static d => d.Location.SourceSpan)
        .ThenBy(static d => d.Id, StringComparer.Ordinal)
        .ThenBy(static d => d.GetMessage(CultureInfo.InvariantCulture), StringComparer.Ordinal)
        .ThenBy(ResultOf, StringComparer.Ordinal)
        .Select(ResultOf));

    private static string ResultOf(Diagnostic diagnostic) => JsonSerializer.Serialize(new
    {
        ruleId = diagnostic.Id,
        level = diagnostic.Severity switch
        {
            DiagnosticSeverity.Error => "error",
            DiagnosticSeverity.Warning => "warning",
            DiagnosticSeverity.Info => "note",
            _ => "none",
        },
        message = new { text = diagnostic.GetMessage(CultureInfo.InvariantCulture) },
        locations = new[] { PlaceOf(diagnostic.Location) },
        relatedLocations = diagnostic.AdditionalLocations.Select(PlaceOf),
        properties = new SortedDictionary<string, string?>(diagnostic.Properties.ToDictionary(), StringComparer.Ordinal),
    });

    private static object PlaceOf(Location location)
    {
        FileLinePositionSpan span = location.GetLineSpan();
        return new
        {
            physicalLocation = new
            {
                artifactLocation = new { uri = span.Path },
                region = new
                {
                    startLine = span.StartLinePosition.Line + 1,
                    startColumn = span.StartLinePosition.Character + 1,
                    endLine = span.EndLinePosition.Line + 1,
                    endColumn = span.EndLinePosition.Character + 1,
                },
            },
        };
    }
}
