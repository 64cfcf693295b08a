using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ZonedSdk.Analyzers.Flow;

/// <content>Access paths: what a member of a value is, and which gate an annotation means at one place.</content>
internal sealed partial class GateWalker
{
    /// <summary>Members that return each other as their lock end somewhere.</summary>
    public const int MaxReturns = 8;

    private int _returns;

    /// <summary>The gate that a contract names, seen from a reference or call.</summary>
    /// <param name="path">The contract's path.</param>
    /// <param name="receiver">The object that the member is used on; null for a static member.</param>
    /// <param name="arguments">The values of a call's arguments; default inside the annotated member itself.</param>
    /// <param name="state">What holds there.</param>
    public AccessPath Resolve(GatePath path, AccessPath? receiver, ImmutableArray<AccessPath?> arguments, LockState state)
    {
        State = state;
        _points = null;
        return Instantiate(path, receiver, arguments);
    }

    private AccessPath Instantiate(GatePath path, AccessPath? receiver, ImmutableArray<AccessPath?> arguments)
    {
        AccessPath value = path.Root switch
        {
            GatePathRoot.Static => AccessPath.Static,
            GatePathRoot.Instance => receiver ?? AccessPath.This,
            _ when arguments.IsDefault => new AccessPath(AccessRoot.Variable(path.Parameter!)),
            _ => path.Parameter!.Ordinal < arguments.Length && arguments[path.Parameter.Ordinal] is { } argument ? argument : new AccessPath(AccessRoot.Variable(path.Parameter)),
        };
        foreach (ISymbol link in path.Links)
        {
            value = ValueOfMember(value, link, null);
        }

        return value;
    }

    private AccessPath ValueOfMember(AccessPath receiver, ISymbol member, IOperation? reference)
    {
        ISymbol symbol = GatePathResolver.Canonical(member);
        if (member is IPropertySymbol or IMethodSymbol && _returns < MaxReturns && sdk.Contracts.Of(member).Returns is { IsUsable: true } returned)
        {
            _returns++;
            AccessPath gate = Instantiate(returned, receiver, default);
            _returns--;
            return gate;
        }

        if (OwnerThrough(receiver, symbol) is { } owner)
        {
            return owner;
        }

        if (IsChanging(symbol))
        {
            return reference is null ? receiver.Append(new PathLink(symbol, null, null)) : Fresh(reference);
        }

        AccessPath start = symbol.IsStatic ? AccessPath.Static : receiver;
        return IsFixed(symbol)
            ? Limit(start.Append(new PathLink(symbol, null, null)), reference)
            : ValueAt(start, start.Append(new PathLink(symbol, null, State.Heap)), reference);
    }

    // A place that can change: what was last stored there, or what it contained at the last point at which foreign code could have changed it.
    private AccessPath ValueAt(AccessPath owner, AccessPath versioned, IOperation? reference)
    {
        PathLink link = versioned.Links[versioned.Links.Length - 1];
        return (link.Member is { } member ? State.StoredIn(owner, member) : null) ?? Limit(versioned, reference);
    }

    private AccessPath Limit(AccessPath path, IOperation? reference) =>
        path.Links.Length > AccessPath.MaxLinks && reference is not null ? Fresh(reference) : path;

    // What a guard shows of the type whose gate it holds is the object that it was made for: g.Zone is z.
    private AccessPath? OwnerThrough(AccessPath receiver, ISymbol member)
    {
        if (State.BindingOf(receiver) is not { Form: BindingForm.Guard } binding || binding.Gates.Length == 0 || binding.Gates[0].Path.LastMember is not { } gate)
        {
            return null;
        }

        ITypeSymbol? type = (member as IPropertySymbol)?.Type ?? (member as IFieldSymbol)?.Type;
        return type is { IsReferenceType: true } && SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, gate.ContainingType?.OriginalDefinition)
            ? binding.Gates[0].Path.Owner
            : null;
    }

    /// <summary>Always the same value on one object.</summary>
    private static bool IsFixed(ISymbol member) => member switch
    {
        IPropertySymbol property => property.SetMethod is null or { IsInitOnly: true } && (property.IsAbstract || !IsComputed(property)),
        _ => GatePathResolver.IsStable(member),
    };

    /// <summary>The framework's read-only properties tell of the moment (<c>Current</c>, <c>Count</c>): each reading is a value of its own.</summary>
    private static bool IsChanging(ISymbol member) =>
        member is IPropertySymbol { SetMethod: null, IsStatic: false, Name: not "SyncRoot" } property
        && property.DeclaringSyntaxReferences.IsEmpty && IsInSystem(property.ContainingNamespace);

    private static bool IsComputed(IPropertySymbol property)
    {
        foreach (SyntaxReference reference in property.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax() is PropertyDeclarationSyntax declaration
                && (declaration.ExpressionBody is not null || declaration.AccessorList?.Accessors.Any(static a => a.Body is not null || a.ExpressionBody is not null) == true))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInSystem(INamespaceSymbol? space)
    {
        for (; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (space.Name == "System" && space.ContainingNamespace.IsGlobalNamespace)
            {
                return true;
            }
        }

        return false;
    }

    // The value of something that was evaluated before, without evaluating it again.
    private AccessPath PeekValue(IOperation operation)
    {
        IOperation inner = operation;
        while (inner is IConversionOperation { OperatorMethod: null } conversion)
        {
            inner = conversion.Operand;
        }

        return inner switch
        {
            IInvocationOperation call when !IsTransparent(call) => new AccessPath(AccessRoot.Result(call)),
            IAwaitOperation or IUnaryOperation => new AccessPath(AccessRoot.Result(inner)),
            IObjectCreationOperation => new AccessPath(AccessRoot.Created(inner)),
            ISimpleAssignmentOperation assignment => PeekValue(assignment.Value),
            _ => Peek(() => Visit(inner)),
        };
    }

    private AccessPath Peek(Func<AccessPath> visit)
    {
        (LockState state, List<FlowPoint>? points) = (State, _points);
        _points = null;
        AccessPath value = visit();
        (State, _points) = (state, points);
        return value;
    }
}
