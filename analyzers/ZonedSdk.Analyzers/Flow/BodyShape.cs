using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
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
    private readonly List<ISymbol> _assignedEverywhere = [];
    private readonly Dictionary<ControlFlowRegion, List<ISymbol>> _assignedIn = [];
    private readonly Dictionary<string, HashSet<ISymbol>> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<AccessRoot, ControlFlowRegion> _scopes = [];

    public BodyShape(ControlFlowGraph graph)
    {
        _loops = ReversePostOrder.Loops(graph);
        AddScopes(graph.Root);
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
                case ILocalReferenceOperation local:
                    AddVariable(local.Local);
                    break;
                case IParameterReferenceOperation parameter:
                    AddVariable(parameter.Parameter);
                    break;
                case IFlowAnonymousFunctionOperation lambda:
                    AddNested(graph.GetAnonymousFunctionControlFlowGraph(lambda));
                    break;
            }
        }

        foreach (IMethodSymbol function in graph.LocalFunctions)
        {
            AddNested(graph.GetLocalFunctionControlFlowGraph(function));
        }

        foreach (ISymbol variable in _assignedInside)
        {
            AssignedWhere(variable).Add(variable);
        }
    }

    /// <summary>Variables of a place that a lambda or local function assigns: any call there may change them.</summary>
    public IEnumerable<ISymbol> AssignedInside(BasicBlock block)
    {
        IEnumerable<ISymbol> variables = _assignedEverywhere;
        for (ControlFlowRegion? region = _assignedIn.Count == 0 ? null : block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
        {
            variables = _assignedIn.TryGetValue(region, out List<ISymbol>? local) ? variables.Concat(local) : variables;
        }

        return variables;
    }

    public bool IsInLoop(BasicBlock block) => IsInLoop(block.Ordinal);

    public bool IsInLoop(int block) => _loops[block];

    /// <summary>Whether a local or capture exists at a block; what another graph declares exists in all of this one.</summary>
    public bool IsInScope(AccessRoot variable, int block) =>
        !_scopes.TryGetValue(variable, out ControlFlowRegion? scope) || (scope.FirstBlockOrdinal <= block && block <= scope.LastBlockOrdinal);

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

    /// <summary>The variables of this graph that exist at a block and that a piece of source there mentions, as a lambda does with those that it captures.</summary>
    public IEnumerable<ISymbol> MentionedIn(SyntaxNode code, int block) => MentionedIn(code).Where(v => IsInScope(AccessRoot.Variable(v), block));

    /// <summary>The same, wherever it may run.</summary>
    public IEnumerable<ISymbol> MentionedIn(SyntaxNode code) =>
        code.DescendantTokens().Where(static t => t.IsKind(SyntaxKind.IdentifierToken)).Select(static t => t.ValueText).Distinct().SelectMany(name => _variables.TryGetValue(name, out HashSet<ISymbol>? known) ? known : Enumerable.Empty<ISymbol>());

    private List<ISymbol> AssignedWhere(ISymbol variable)
    {
        if (!_scopes.TryGetValue(AccessRoot.Variable(variable), out ControlFlowRegion? scope))
        {
            return _assignedEverywhere;
        }

        if (!_assignedIn.TryGetValue(scope, out List<ISymbol>? list))
        {
            _assignedIn.Add(scope, list = []);
        }

        return list;
    }

    private void AddVariable(ISymbol variable)
    {
        // The flag of a lock statement has no name, and nobody can mention it.
        if (string.IsNullOrEmpty(variable.Name))
        {
            return;
        }

        if (!_variables.TryGetValue(variable.Name, out HashSet<ISymbol>? known))
        {
            _variables.Add(variable.Name, known = new(SymbolEqualityComparer.Default));
        }

        known.Add(variable);
    }

    private void AddScopes(ControlFlowRegion region)
    {
        foreach (ILocalSymbol local in region.Locals)
        {
            _scopes[AccessRoot.Variable(local)] = region;
        }

        foreach (CaptureId capture in region.CaptureIds)
        {
            _scopes[AccessRoot.Capture(capture)] = region;
        }

        foreach (ControlFlowRegion nested in region.NestedRegions)
        {
            AddScopes(nested);
        }
    }

    // What runs elsewhere, with all that is nested in it in turn.
    private void AddNested(ControlFlowGraph nested)
    {
        foreach (IOperation operation in OperationsOf(nested))
        {
            ISymbol? variable = operation switch
            {
                ILocalReferenceOperation local => local.Local,
                IParameterReferenceOperation parameter => parameter.Parameter,
                _ => null,
            };
            if (variable is not null)
            {
                AddVariable(variable);
                if ((Touches.Of(operation) & ~Touch.Read) != 0)
                {
                    _assignedInside.Add(variable);
                }
            }
            else if (operation is IFlowAnonymousFunctionOperation lambda)
            {
                AddNested(nested.GetAnonymousFunctionControlFlowGraph(lambda));
            }
        }

        foreach (IMethodSymbol function in nested.LocalFunctions)
        {
            AddNested(nested.GetLocalFunctionControlFlowGraph(function));
        }
    }
}
