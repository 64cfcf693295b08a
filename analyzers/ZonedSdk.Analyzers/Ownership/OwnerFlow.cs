using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Ownership;

/// <summary>What one member does wrong with guards and reservations. Made once, read by the rules about ownership.</summary>
internal sealed class OwnerFlow
{
    private readonly HashSet<OwnerFact> _facts = [];

    private OwnerFlow()
    {
    }

    public static OwnerFlow Run(BodyAnalysis analysis)
    {
        var flow = new OwnerFlow();
        foreach (FlowBody body in analysis.Bodies)
        {
            OwnerState entry = EntryOf(analysis.Sdk, body.Info.Symbol);
            if (entry.HasValues || BodyShape.OperationsOf(body.Info.Graph).Any(o => IsOrigin(analysis.Sdk.Owned, o)))
            {
                flow.Add(analysis, body, entry);
            }
        }

        return flow;
    }

    /// <summary>In the order of the source.</summary>
    public IEnumerable<OwnerFact> Of(OwnerFactKind kind) =>
        _facts.Where(f => f.Kind == kind).OrderBy(static f => f.Location.SourceSpan.Start).ThenBy(static f => f.At?.Syntax.SpanStart ?? -1);

    private static bool IsOrigin(OwnedTypes types, IOperation operation) => operation switch
    {
        IInvocationOperation call => types.Gives(call.TargetMethod) || call.Arguments.Any(a => types.Gives(a.Parameter)),
        IObjectCreationOperation creation => types.Gives(creation),
        _ => false,
    };

    // A parameter that takes ownership is to be ended; any other belongs to the caller, who may have it ended once here.
    private static OwnerState EntryOf(SdkContext sdk, IMethodSymbol? method)
    {
        OwnerState entry = OwnerState.Empty;
        bool isPrimary = method?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is TypeDeclarationSyntax;
        foreach (IParameterSymbol parameter in method is null || isPrimary ? [] : method.Parameters)
        {
            if (sdk.Owned.IsOwned(parameter.Type) && parameter.RefKind is RefKind.None)
            {
                entry = entry
                    .WithVariable(parameter, OwnerState.Nothing.Add(new OwnedRef(parameter, false)))
                    .WithValue(parameter, new Owned(sdk.Contracts.Of(parameter).TakesOwnership ? Holdings.Live : Holdings.Elsewhere));
            }
        }

        return entry;
    }

    private void Add(BodyAnalysis analysis, FlowBody body, OwnerState entry)
    {
        var walker = new OwnerWalker(analysis.Sdk, body.Info);
        var problem = new OwnerProblem(walker, analysis.Sdk.Owned);
        if (ForwardSolver<OwnerState>.Solve(body.Info.Graph, problem, entry, analysis.CancellationToken) is not { } solution)
        {
            return;
        }

        _facts.UnionWith(problem.Escaped);
        foreach (KeyValuePair<ControlFlowBranch, OwnerState> exit in solution.Exits)
        {
            _facts.UnionWith(exit.Value.Facts);
            foreach (KeyValuePair<object, Owned> value in exit.Value.Open)
            {
                if (OwnerState.LeakOf(value.Key, value.Value) is { } leak)
                {
                    _facts.Add(leak);
                }
            }
        }

        List<OwnerFact> uses = [];
        walker.Unsure.Clear();
        foreach (BasicBlock block in body.Info.Graph.Blocks)
        {
            if (solution.Entries[block.Ordinal] is { } state)
            {
                foreach (IOperation operation in block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations)
                {
                    state = walker.Walk(operation, block, state, uses);
                }
            }
        }

        // A flag tells whether it was ended: then the paths on which it was not are not all there are.
        _facts.UnionWith(uses);
        _facts.RemoveWhere(f => f.Kind == OwnerFactKind.LeakedOnSomePaths && walker.Unsure.Contains(f.Origin));
    }
}
