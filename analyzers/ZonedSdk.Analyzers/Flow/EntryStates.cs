using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>What holds when a body begins: what its contracts promise, or what the place knows that runs it.</summary>
internal static class EntryStates
{
    /// <summary>Of a member or local function, by its contracts.</summary>
    public static LockState Of(SdkContext sdk, IMethodSymbol? method)
    {
        LockState state = LockState.Empty;
        if (method is null)
        {
            return state;
        }

        Contract contract = sdk.Contracts.Of(method);
        bool isSuspended = !contract.Requires.IsEmpty && (method.IsAsync || IsIterator(method));
        state = Hold(state, contract.Requires, isSuspended ? AcquireSite.EntryUntilAwait : AcquireSite.Entry);
        state = Hold(state, contract.Releases, AcquireSite.Entry);
        foreach (IParameterSymbol parameter in method.Parameters.Where(static p => p.Type.TypeKind != TypeKind.Delegate))
        {
            state = Hold(state, sdk.Contracts.Of(parameter).Requires, AcquireSite.Entry);
        }

        if (method is { AssociatedSymbol: IPropertySymbol } && contract.GuardedBy is { } guard)
        {
            state = Hold(state, ImmutableArray.Create(guard), AcquireSite.Entry);
        }

        // Whoever has a guard in hand holds what it guards.
        if (contract.Releases.IsEmpty && contract.Acquires.IsEmpty && method is { IsStatic: false, MethodKind: not MethodKind.Constructor, ContainingType: { } type } && sdk.Contracts.IsGuard(type))
        {
            state = Hold(state, sdk.Contracts.ReleasedBy(type), AcquireSite.Entry);
        }

        return state;
    }

    /// <summary>Of a lambda: what the place of its creation knows, if it runs there; else no gate but those that its parameter promises.</summary>
    public static LockState OfLambda(SdkContext sdk, FlowBody body, FlowPoint point, IFlowAnonymousFunctionOperation lambda, bool isImmediate)
    {
        if (isImmediate)
        {
            return point.State;
        }

        LockState state = Later(point.State);
        if (ParameterOf(lambda) is not { } parameter || sdk.Contracts.Of(parameter).Requires is not { IsEmpty: false } promised)
        {
            return state;
        }

        FlowPoint? call = CallOf(lambda) is { } operation ? body.PointOf(operation) : null;
        foreach (GatePath path in promised.Where(static p => p.IsUsable))
        {
            AccessPath gate = call is not null ? body.GateAt(call, path) : body.GateInside(path);
            state = state.Acquire(new GateKey(gate, LockMode.Exclusive), AcquireSite.Entry);
        }

        return state;
    }

    /// <summary>The parameter that a lambda is passed for.</summary>
    public static IParameterSymbol? ParameterOf(IFlowAnonymousFunctionOperation lambda)
    {
        for (IOperation? o = lambda.Parent; o is IDelegateCreationOperation or IConversionOperation or IArgumentOperation; o = o.Parent)
        {
            if (o is IArgumentOperation argument)
            {
                return argument.Parameter;
            }
        }

        return null;
    }

    /// <summary>Code that is data: a tree of expressions runs nowhere here.</summary>
    public static bool IsExpressionTree(IFlowAnonymousFunctionOperation lambda) =>
        lambda.Parent?.Type is INamedTypeSymbol { Name: "Expression", ContainingNamespace.Name: "Expressions" };

    private static IOperation? CallOf(IFlowAnonymousFunctionOperation lambda)
    {
        IOperation? operation = lambda.Parent;
        while (operation is IDelegateCreationOperation or IConversionOperation or IArgumentOperation)
        {
            operation = operation.Parent;
        }

        return operation is IInvocationOperation or IObjectCreationOperation ? operation : null;
    }

    // Nothing is held, nothing is one's own any more, and every field may have changed; variables still contain what they did.
    private static LockState Later(LockState state)
    {
        LockState later = LockState.Empty;
        foreach (KeyValuePair<AccessPath, AccessPath> entry in state.Values)
        {
            if (entry.Key is { IsRoot: true, Root.Kind: AccessRootKind.Variable })
            {
                later = later.WithValue(entry.Key, entry.Value);
            }

            if (entry.Value is { IsRoot: true, Root.Kind: AccessRootKind.Created })
            {
                later = later.WithPublished(entry.Value.Root);
            }
        }

        return later;
    }

    private static bool IsIterator(IMethodSymbol method)
    {
        SyntaxNode? root = method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        return root?.DescendantNodes(n => n == root || n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(static n => n is YieldStatementSyntax) == true;
    }

    private static LockState Hold(LockState state, ImmutableArray<GatePath> paths, AcquireSite site)
    {
        foreach (GatePath path in paths)
        {
            if (path.IsUsable)
            {
                state = state.Acquire(new GateKey(PathInside(path), LockMode.Exclusive), site);
            }
        }

        return state;
    }

    // As the body itself will name the gate: its own instance and parameters, unchanged since the beginning.
    private static AccessPath PathInside(GatePath path)
    {
        AccessPath value = path.Root switch
        {
            GatePathRoot.Static => AccessPath.Static,
            GatePathRoot.Instance => AccessPath.This,
            _ => new AccessPath(AccessRoot.Variable(path.Parameter!)),
        };
        foreach (ISymbol link in path.Links)
        {
            value = (link.IsStatic ? AccessPath.Static : value).Append(new PathLink(link, null, null));
        }

        return value;
    }
}
