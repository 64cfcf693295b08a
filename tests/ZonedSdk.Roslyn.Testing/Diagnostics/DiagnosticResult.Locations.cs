using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The first location is the diagnostic's own, those that follow are its additional locations.</summary>
public readonly partial struct DiagnosticResult
{
    public DiagnosticResult WithLocation(int line, int column) => WithLocation("", line, column);

    public DiagnosticResult WithLocation(LinePosition location) => WithLocation("", location);

    public DiagnosticResult WithLocation(string path, int line, int column) => WithLocation(path, new LinePosition(line - 1, column - 1));

    public DiagnosticResult WithLocation(string path, LinePosition location) => WithLocation(path, location, DiagnosticLocationOptions.None);

    /// <summary>A location of which only the start is compared.</summary>
    public DiagnosticResult WithLocation(string path, LinePosition location, DiagnosticLocationOptions options)
        => Append(new FileLinePositionSpan(path, location, location), options | DiagnosticLocationOptions.IgnoreLength);

    public DiagnosticResult WithLocation(int markupKey) => WithLocation(markupKey, DiagnosticLocationOptions.None);

    /// <summary>The location that the sources mark as <c>{|#markupKey:...|}</c>.</summary>
    public DiagnosticResult WithLocation(int markupKey, DiagnosticLocationOptions options)
    {
        var key = new LinePosition(0, markupKey);
        return Append(new FileLinePositionSpan("", key, key), options | DiagnosticLocationOptions.InterpretAsMarkupKey);
    }

    public DiagnosticResult WithSpan(int startLine, int startColumn, int endLine, int endColumn)
        => WithSpan("", startLine, startColumn, endLine, endColumn);

    public DiagnosticResult WithSpan(string path, int startLine, int startColumn, int endLine, int endColumn)
        => WithSpan(new FileLinePositionSpan(path, new LinePosition(startLine - 1, startColumn - 1), new LinePosition(endLine - 1, endColumn - 1)));

    public DiagnosticResult WithSpan(FileLinePositionSpan span) => Append(span, DiagnosticLocationOptions.None);

    public DiagnosticResult WithSpan(FileLinePositionSpan span, DiagnosticLocationOptions options) => Append(span, options);

    /// <summary>Fills in the path where a location was stated without one.</summary>
    public DiagnosticResult WithDefaultPath(string path) => MapSpans(location =>
        location.Span.Path.Length > 0 || location.Options.HasFlag(DiagnosticLocationOptions.InterpretAsMarkupKey)
            ? location
            : new DiagnosticLocation(new FileLinePositionSpan(path, location.Span.Span), location.Options));

    /// <summary>Moves every location down by as many lines.</summary>
    public DiagnosticResult WithLineOffset(int offset) => MapSpans(location =>
    {
        var start = new LinePosition(location.Span.StartLinePosition.Line + offset, location.Span.StartLinePosition.Character);
        var end = new LinePosition(location.Span.EndLinePosition.Line + offset, location.Span.EndLinePosition.Character);
        return new DiagnosticLocation(new FileLinePositionSpan(location.Span.Path, start, end), location.Options);
    });

    internal DiagnosticResult WithMarkupLocations(IReadOnlyDictionary<string, FileLinePositionSpan> marks) => MapSpans(location =>
    {
        if (!location.Options.HasFlag(DiagnosticLocationOptions.InterpretAsMarkupKey))
            return location;

        var key = $"#{location.Span.StartLinePosition.Character}";
        return marks.TryGetValue(key, out var span)
            ? new DiagnosticLocation(span, location.Options & ~DiagnosticLocationOptions.InterpretAsMarkupKey)
            : throw new InvalidOperationException($"An expected diagnostic stands at '{key}', and no source has the mark '{{|{key}:...|}}'.");
    });

    private DiagnosticResult Append(FileLinePositionSpan span, DiagnosticLocationOptions options)
        => new(State with { Spans = Spans.Add(new DiagnosticLocation(span, options)) });

    private DiagnosticResult MapSpans(Func<DiagnosticLocation, DiagnosticLocation> map)
        => new(State with { Spans = ImmutableArray.CreateRange(Spans, map) });
}
