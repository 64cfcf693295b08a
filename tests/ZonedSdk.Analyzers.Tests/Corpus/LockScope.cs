using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ZonedSdk.Analyzers.Tests.Corpus;

/// <summary>A piece of source that taking and releasing one lock encloses, as it stands in the text.</summary>
/// <param name="Kind">How it is locked.</param>
/// <param name="Gates">The locked expression, once where it is taken and once for each release that is written out.</param>
/// <param name="Enclosed">Where the lock is held.</param>
/// <param name="Removal">The edits after which nothing is locked here.</param>
internal sealed record LockScope(LockKind Kind, ImmutableArray<ExpressionSyntax> Gates, TextSpan Enclosed, ImmutableArray<TextChange> Removal)
{
    /// <summary>The locked expression where it is taken: it stands for the scope.</summary>
    public ExpressionSyntax Gate => Gates[0];

    /// <summary>A reader beside other readers may not write.</summary>
    public bool AllowsWriting => Kind is not LockKind.Read and not LockKind.Upgradeable;

    /// <summary>The edits after which another lock of the same kind, which guards nothing, is taken here.</summary>
    public ImmutableArray<TextChange> Swap => [.. Gates.Select(g => new TextChange(g.Span, $"global::{OtherGates.TypeName}.{OtherGates.For(Kind)}"))];
}
