using System.Globalization;
using Microsoft.CodeAnalysis;

namespace ZonedSdk.Analyzers.Tests.Robustness;

/// <summary>What an error log contains of each diagnostic, one a line, sorted by file, span, id and message.</summary>
internal static class ResultLines
{
    public static string Of(IEnumerable<Diagnostic> diagnostics) => string.Join('\n', diagnostics
        .OrderBy(static d => d.Location.SourceTree?.FilePath ?? "", StringComparer.Ordinal)
        .ThenBy(static d => d.Location.SourceSpan)
        .ThenBy(static d => d.Id, StringComparer.Ordinal)
        .ThenBy(LineOf, StringComparer.Ordinal)
        .Select(LineOf));

    private static string LineOf(Diagnostic diagnostic) => string.Create(
        CultureInfo.InvariantCulture,
        $"{diagnostic.Location.GetLineSpan()}: {diagnostic.Severity} {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)} [{string.Join(", ", diagnostic.AdditionalLocations.Select(static l => l.GetLineSpan()))}]");
}
