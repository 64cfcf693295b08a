using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>Facts of one graph that no state changes: what its captures stand for, which blocks repeat, which variables its lambdas assign.</summary>
internal sealed class BodyShape
{
    private readonly Dictionary<CaptureId, IOperation> _targets = [];
    private readonly HashSet<CaptureId> _written = [];
    private readonly HashSet<CaptureId> _read = [];
    private readonly bool[] _loops;
    private readonly HashSet<IOperation> _bareLocks = [];
    private readonly HashSet<ISymbol> _assignedInside = new(SymbolEqualityComparer.Default);

    public BodyShape(ControlFlowGraph graph)
    {
        _loops = ReversePostOrder.Loops(graph);
        foreach (IOperation operation in OperationsOf(graph))
        {
            switch (operation)
            {
                case IFlowCaptureOperation capture:
                    _targets[capture.Id] = capture.Value;
                    break;
                case IFlowCaptureReferenceOperation reference:
                    Touch touch = Touches.Of(reference);
                    if ((touch & (Touch.Write | Touch.Address)) != 0)
                    {
                        _written.Add(reference.Id);
                    }

                    if (touch != Touch.Write)
                    {
                        _read.Add(reference.Id);
                    }

                    break;
                case IInvalidOperation { Syntax.Parent: LockStatementSyntax statement } lockedValue when statement.Expression == lockedValue.Syntax:
                    _bareLocks.Add(lockedValue);
                    break;
                case IFlowAnonymousFunctionOperation lambda:
                    AddAssigned(graph.GetAnonymousFunctionControlFlowGraph(lambda));
                    break;
            }
        }

        foreach (IMethodSymbol function in graph.LocalFunctions)
        {
            AddAssigned(graph.GetLocalFunctionControlFlowGraph(function));
        }
    }

    /// <summary>Variables that a lambda or local function assigns: any call may change them.</summary>
    public IReadOnlyCollection<ISymbol> AssignedInside => _assignedInside;

    public bool IsInLoop(BasicBlock block) => _loops[block.Ordinal];

    /// <summary>
    /// Compilers up to at least 4.14 give no region for <c>lock</c> on a <c>System.Threading.Lock</c> where nullable types are on: an invalid
    /// operation stands for taking it, and nothing for releasing it. What the statement encloses is then read off the source.
    /// </summary>
    public bool IsBareLock(IOperation? operation) => operation is not null && _bareLocks.Contains(operation);

    public bool HasBareLocks => _bareLocks.Count > 0;

    /// <summary>The capture only says where something will be written.</summary>
    public bool IsTargetOnly(CaptureId id) => _written.Contains(id) && !_read.Contains(id);

    /// <summary>What a capture stands for where it is written.</summary>
    public IOperation? TargetOf(CaptureId id) => _written.Contains(id) && _targets.TryGetValue(id, out IOperation? target) ? target : null;

    /// <summary>What was captured; the last one in the graph's order, where there are several.</summary>
    public IOperation? ValueOf(CaptureId id) => _targets.TryGetValue(id, out IOperation? value) ? value : null;

    /// <summary>Everything in a graph, not counting the bodies of its lambdas and local functions.</summary>
    public static IEnumerable<IOperation> OperationsOf(ControlFlowGraph graph)
    {
        foreach (BasicBlock block in graph.Blocks)
        {
            foreach (IOperation operation in block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations)
            {
                foreach (IOperation inner in operation.DescendantsAndSelf())
                {
                    yield return inner;
                }
            }
        }
    }

    /// <summary>Whether a lambda mentions a variable that contains this value now.</summary>
    public static bool IsCapturedBy(IFlowAnonymousFunctionOperation lambda, AccessPath value, LockState state)
    {
        ImmutableHashSet<string> names = state.Values
            .Where(e => e.Value.Equals(value) && e.Key.Root.Symbol is not null)
            .Select(static e => e.Key.Root.Symbol!.Name)
            .ToImmutableHashSet();
        return !names.IsEmpty && lambda.Syntax.DescendantTokens().Any(t => names.Contains(t.ValueText));
    }

    private void AddAssigned(ControlFlowGraph nested)
    {
        foreach (IOperation operation in OperationsOf(nested))
        {
            ISymbol? variable = operation switch
            {
                ILocalReferenceOperation local => local.Local,
                IParameterReferenceOperation parameter => parameter.Parameter,
                _ => null,
            };
            if (variable is not null && (Touches.Of(operation) & ~Touch.Read) != 0)
            {
                _assignedInside.Add(variable);
            }
        }
    }
}
