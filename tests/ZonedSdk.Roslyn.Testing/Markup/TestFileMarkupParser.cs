using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Reads marked sources for tests that run no analyzer.</summary>
public static class TestFileMarkupParser
{
    public static void GetPositionsAndSpans(
        string input, out string output, out ImmutableArray<int> positions, out ImmutableDictionary<string, ImmutableArray<TextSpan>> spans)
    {
        var source = MarkupReader.Read(input, positionsAreCode: false);
        output = source.Text;
        positions = source.Positions;
        spans = Group(source);
    }

    public static void GetSpans(string input, out string output, out ImmutableDictionary<string, ImmutableArray<TextSpan>> spans)
        => GetPositionsAndSpans(input, out output, out _, out spans);

    public static void GetSpans(string input, out string output, out ImmutableArray<TextSpan> spans)
    {
        GetSpans(input, out output, out ImmutableDictionary<string, ImmutableArray<TextSpan>> named);
        spans = named.GetValueOrDefault("", []);
    }

    public static void GetSpan(string input, out string output, out TextSpan span)
    {
        GetSpans(input, out output, out ImmutableArray<TextSpan> spans);
        span = spans.Single();
    }

    public static void GetPosition(string input, out string output, out int cursorPosition)
    {
        GetPositionsAndSpans(input, out output, out var positions, out _);
        cursorPosition = positions.Single();
    }

    private static ImmutableDictionary<string, ImmutableArray<TextSpan>> Group(MarkedSource source)
        => source.Spans.GroupBy(marked => marked.Name).ToImmutableDictionary(group => group.Key, group => group.Select(marked => marked.Span).ToImmutableArray());
}
