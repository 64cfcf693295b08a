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
        if (!method.IsStatic && (method.MethodImplementationFlags & System.Reflection.MethodImplAttributes.Synchronized) != 0)
        {
            state = state.Acquire(new GateKey(AccessPath.This, LockMode.Exclusive), AcquireSite.Entry);
        }

        bool isSuspended = !contract.Requires.IsEmpty && (method.IsAsync || IsIterator(method));
        state = Hold(sdk, state, contract.Requires, isSuspended ? AcquireSite.EntryUntilAwait : AcquireSite.Entry);
        state = Hold(sdk, state, contract.Releases, AcquireSite.Entry);
        foreach (IParameterSymbol parameter in method.Parameters.Where(static p => p.Type.TypeKind != TypeKind.Delegate))
        {
            state = Hold(sdk, state, sdk.Contracts.Of(parameter).Requires, AcquireSite.Entry);
        }

        if (method is { AssociatedSymbol: IPropertySymbol } && contract.GuardedBy is { } guard)
        {
            state = Hold(sdk, state, ImmutableArray.Create(guard), AcquireSite.Entry);
        }

        // Whoever has a guard in hand holds what it guards.
        if (contract.Releases.IsEmpty && contract.Acquires.IsEmpty && method is { IsStatic: false, MethodKind: not MethodKind.Constructor, ContainingType: { } type } && sdk.Contracts.IsGuard(type))
        {
            state = Hold(sdk, state, sdk.Contracts.ReleasedBy(type), AcquireSite.Entry);
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

        LockState state = Later(point.State, body.Info.Shape.MentionedIn(lambda.Syntax, point.Block.Ordinal));
        state = Hold(sdk, state, sdk.Contracts.Of(lambda.Symbol).Requires, AcquireSite.Entry);
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
    private static LockState Later(LockState state, IEnumerable<ISymbol> variables)
    {
        LockState later = LockState.Empty;
        foreach (AccessRoot variable in variables.Select(AccessRoot.Variable))
        {
            if (state.ValueOf(variable) is { } value)
            {
                later = later.WithValue(variable, value);
                later = value is { IsRoot: true, Root.Kind: AccessRootKind.Created } ? later.WithPublished(value.Root) : later;
            }
        }

        return later;
    }

    private static bool IsIterator(IMethodSymbol method)
    {
        SyntaxNode? root = method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        return root?.DescendantNodes(n => n == root || n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(static n => n is YieldStatementSyntax) == true;
    }

    private static LockState Hold(SdkContext sdk, LockState state, ImmutableArray<GatePath> paths, AcquireSite site)
    {
        foreach (GatePath path in paths)
        {
            if (path.IsUsable)
            {
                state = state.Acquire(new GateKey(PathInside(sdk, path), LockMode.Exclusive), site);
            }
        }

        return state;
    }

    // As the body itself will name the gate: its own instance and parameters, unchanged since the beginning.
    private static AccessPath PathInside(SdkContext sdk, GatePath path)
    {
        AccessPath value = path.Root switch
        {
            GatePathRoot.Static => AccessPath.Static,
            GatePathRoot.Instance => AccessPath.This,
            _ => new AccessPath(AccessRoot.Variable(path.Parameter!)),
        };
        return path.Links.Aggregate(value, (owner, link) => Step(sdk, owner, link, GateWalker.MaxReturns));
    }

    // A member that returns a lock is that lock.
    private static AccessPath Step(SdkContext sdk, AccessPath owner, ISymbol link, int left) =>
        left > 0 && sdk.Contracts.Of(link).Returns is { IsUsable: true, Root: not GatePathRoot.Parameter } returned
            ? returned.Links.Aggregate(owner, (o, l) => Step(sdk, o, l, left - 1))
            : (link.IsStatic ? AccessPath.Static : owner).Append(new PathLink(link, null, null));
}
