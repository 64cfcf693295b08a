using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A source without its marks, and where they were.</summary>
internal sealed record MarkedSource(string Text, ImmutableArray<MarkedSpan> Spans, ImmutableArray<int> Positions);

/// <summary>One mark: its name is empty, an id, or a number behind a hash sign.</summary>
internal readonly record struct MarkedSpan(string Name, TextSpan Span);
