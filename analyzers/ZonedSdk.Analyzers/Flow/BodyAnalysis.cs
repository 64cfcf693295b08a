using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Ownership;
using ZonedSdk.Analyzers.Protocol;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>The fixpoints of one member: its own body and everything nested in it. Made once, read by all rules.</summary>
internal sealed class BodyAnalysis
{
    // Local functions that call each other settle within a few rounds.
    private const int MaxRounds = 8;

    private readonly List<FlowBody> _bodies = [];
    private PointerFlow? _pointers;
    private OwnerFlow? _owners;
    private readonly Dictionary<IMethodSymbol, LockState> _localEntries = new(SymbolEqualityComparer.Default);

    private BodyAnalysis(SdkContext sdk, ISymbol member, CancellationToken cancellationToken)
    {
        Sdk = sdk;
        Member = member;
        CancellationToken = cancellationToken;
    }

    public SdkContext Sdk { get; }

    public CancellationToken CancellationToken { get; }

    /// <summary>What the member does with write pointers; sought when the first rule asks.</summary>
    public PointerFlow Pointers => _pointers ??= PointerFlow.Run(this);

    /// <summary>What the member does with guards and reservations; sought when the first rule asks.</summary>
    public OwnerFlow Owners => _owners ??= OwnerFlow.Run(this);

    /// <summary>The method, accessor, field or property whose code this is.</summary>
    public ISymbol Member { get; }

    /// <summary>The member's own body first, then lambdas and local functions.</summary>
    public IReadOnlyList<FlowBody> Bodies => _bodies;

    public static BodyAnalysis Run(SdkContext sdk, ISymbol member, ControlFlowGraph graph, CancellationToken cancellationToken)
    {
        var analysis = new BodyAnalysis(sdk, member, cancellationToken);
        var method = member as IMethodSymbol;
        var info = new BodyInfo(graph, method, member, new BodyShape(graph));
        bool isOnOwnInstance = member is IFieldSymbol or IPropertySymbol
            || method is { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor };
        if (FlowBody.Analyse(sdk, info, EntryStates.Of(sdk, method), isOnOwnInstance, null, cancellationToken) is { } body)
        {
            analysis.Add(body);
        }

        return analysis;
    }

    private void Add(FlowBody body)
    {
        _bodies.Add(body);
        foreach (FlowPoint point in body.Points)
        {
            if (point.Operation is IFlowAnonymousFunctionOperation lambda && !EntryStates.IsExpressionTree(lambda))
            {
                AddLambda(body, point, lambda);
            }
        }

        AddLocalFunctions(body);
    }

    private void AddLambda(FlowBody body, FlowPoint point, IFlowAnonymousFunctionOperation lambda)
    {
        ControlFlowGraph graph = body.Info.Graph.GetAnonymousFunctionControlFlowGraph(lambda, CancellationToken);
        bool isImmediate = Sdk.ImmediateCalls.RunsImmediately(EntryStates.ParameterOf(lambda));
        LockState entry = EntryStates.OfLambda(Sdk, body, point, lambda, isImmediate);
        var info = new BodyInfo(graph, lambda.Symbol, Member, new BodyShape(graph));
        if (FlowBody.Analyse(Sdk, info, entry, isImmediate && body.IsOnOwnInstance, body, CancellationToken) is { } nested)
        {
            Add(nested);
        }
    }

    // A local function begins with what all its callers know; one that nobody calls is not reached.
    private void AddLocalFunctions(FlowBody outer)
    {
        if (outer.Info.Graph.LocalFunctions.IsEmpty)
        {
            return;
        }

        Dictionary<IMethodSymbol, FlowBody> done = new(SymbolEqualityComparer.Default);
        for (int round = 0; round < MaxRounds; round++)
        {
            bool isChanged = false;
            foreach (IMethodSymbol function in outer.Info.Graph.LocalFunctions)
            {
                if (EntryOf(function, _bodies.Concat(done.Values)) is not { } entry || (_localEntries.TryGetValue(function, out LockState? known) && known.Equals(entry)))
                {
                    continue;
                }

                isChanged = true;
                _localEntries[function] = entry;
                ControlFlowGraph graph = outer.Info.Graph.GetLocalFunctionControlFlowGraph(function, CancellationToken);
                var info = new BodyInfo(graph, function, Member, new BodyShape(graph));
                if (FlowBody.Analyse(Sdk, info, entry, outer.IsOnOwnInstance, outer, CancellationToken) is { } nested)
                {
                    done[function] = nested;
                }
            }

            if (!isChanged)
            {
                break;
            }
        }

        foreach (FlowBody body in done.Values)
        {
            Add(body);
        }
    }

    private LockState? EntryOf(IMethodSymbol function, IEnumerable<FlowBody> callers)
    {
        if (!Sdk.Contracts.Of(function).Requires.IsEmpty)
        {
            return EntryStates.Of(Sdk, function);
        }

        LockState? entry = null;
        foreach (FlowPoint point in callers.SelectMany(static b => b.Points))
        {
            LockState? caller = point.Operation switch
            {
                IInvocationOperation call when SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, function) => point.State,
                IMethodReferenceOperation reference when SymbolEqualityComparer.Default.Equals(reference.Method.OriginalDefinition, function) =>
                    point.State.WithHeld(ImmutableDictionary<GateKey, HeldGate>.Empty),
                _ => null,
            };
            if (caller is not null)
            {
                entry = entry is null ? caller : entry.Join(caller, null, MeetingPlace.Callers);
            }
        }

        return entry;
    }
}
