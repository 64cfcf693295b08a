using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>The catch blocks of a body that hear of failed I/O: those in whose try block it is waited for.</summary>
internal sealed class ErrorHandlers
{
    // Exceptions that tell of a mistake in the program, not of a drive.
    private static readonly ImmutableHashSet<string> s_foreign = ImmutableHashSet.Create(
        "ArgumentException", "ArgumentNullException", "ArgumentOutOfRangeException", "FormatException", "InvalidCastException", "ArithmeticException", "OverflowException", "DivideByZeroException",
        "IndexOutOfRangeException", "NullReferenceException", "KeyNotFoundException", "OutOfMemoryException", "NotImplementedException");

    private readonly Dictionary<ControlFlowRegion, ImmutableHashSet<IOperation>> _failures = [];
    private readonly Dictionary<ControlFlowRegion, SyntaxNodeOrToken> _places = [];

    public ErrorHandlers(FlowBody body, IoResults results)
    {
        foreach (FlowPoint point in body.Points.Where(static p => p.Operation is IInvocationOperation or IAwaitOperation or IPropertyReferenceOperation))
        {
            List<IOperation> completed = results.CompletedBy(point.Operation).ToList();
            if (completed.Count > 0)
            {
                Add(point, completed);
            }
        }
    }

    public bool IsEmpty => _failures.Count == 0;

    /// <summary>The I/O whose failure leads into a region; none where it is no handler.</summary>
    public ImmutableHashSet<IOperation> FailuresIn(ControlFlowRegion region) => _failures.TryGetValue(region, out ImmutableHashSet<IOperation>? issues) ? issues : ImmutableHashSet<IOperation>.Empty;

    /// <summary>The I/O whose failure leads to a block, by all handlers that it lies in.</summary>
    public IEnumerable<(ControlFlowRegion Handler, IOperation Issue)> FailuresAround(BasicBlock block)
    {
        for (ControlFlowRegion? region = block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
        {
            foreach (IOperation issue in FailuresIn(region))
            {
                yield return (region, issue);
            }
        }
    }

    public SyntaxNodeOrToken PlaceOf(ControlFlowRegion handler) => _places[handler];

    // Regions say nothing of their syntax, so the try statements around the wait are followed outwards along with its regions.
    private void Add(FlowPoint point, List<IOperation> completed)
    {
        using IEnumerator<TryStatementSyntax> statements = point.Operation.Syntax.Ancestors().OfType<TryStatementSyntax>()
            .Where(t => t.Catches.Count > 0 && t.Block.Span.Contains(point.Operation.Syntax.Span)).GetEnumerator();
        for (ControlFlowRegion? region = point.Block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
        {
            if (region.Kind != ControlFlowRegionKind.Try || region.EnclosingRegion is not { Kind: ControlFlowRegionKind.TryAndCatch } whole)
            {
                continue;
            }

            if (!statements.MoveNext() || statements.Current is not { } statement || statement.Catches.Count != whole.NestedRegions.Length - 1)
            {
                return;
            }

            for (int i = 0; i < statement.Catches.Count; i++)
            {
                ControlFlowRegion handler = whole.NestedRegions[i + 1];
                if (handler.ExceptionType is not { } type || !s_foreign.Contains(type.Name))
                {
                    _places[handler] = statement.Catches[i].CatchKeyword;
                    _failures[handler] = FailuresIn(handler).Union(completed);
                }
            }
        }
    }
}
