using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ZonedSdk.Analyzers.Ownership;

/// <content>Calls: what makes owned values, what ends them, what takes them over.</content>
internal sealed partial class OwnerWalker
{
    private ImmutableHashSet<OwnedRef> VisitInvocation(IInvocationOperation call)
    {
        ImmutableHashSet<OwnedRef> receiver = call.Instance is { } instance ? Visit(instance) : s_nothing;
        if (IsTransparent(call))
        {
            return call.Instance is null ? VisitAll(call.Arguments.Select(static a => a.Value)) : receiver;
        }

        bool isTask = OwnedTypes.IsTask(call.Instance?.Type) || call.Instance?.Type?.Name is "TaskAwaiter" or "ValueTaskAwaiter";
        Holdings end = isTask ? Holdings.None : sdk.Owned.EndOf(call.TargetMethod);
        if (isTask && call.TargetMethod.Name == "GetResult")
        {
            return Complete(receiver);
        }

        VisitArguments(call.Arguments);
        if (end != Holdings.None)
        {
            End(receiver, end, call);
        }
        else if (isTask)
        {
            Change(receiver, static v => v with { Is = Holdings.Elsewhere });
        }
        else
        {
            Use(receiver, call.Instance ?? call);
        }

        if (call.TargetMethod.MethodKind == MethodKind.LocalFunction)
        {
            HandToLocalFunction(call.TargetMethod);
        }

        if (!sdk.Owned.Gives(call.TargetMethod))
        {
            return VerdictOf(call);
        }

        State = State.Begin(call, OwnedTypes.IsTask(call.TargetMethod.ReturnType) ? Holdings.Pending : Holdings.Live);
        return ImmutableHashSet.Create(new OwnedRef(call, false));
    }

    private ImmutableHashSet<OwnedRef> VisitCreation(IObjectCreationOperation creation)
    {
        VisitArguments(creation.Arguments);
        if (creation.Initializer is { } initializer)
        {
            Visit(initializer);
        }

        if (!sdk.Owned.Gives(creation))
        {
            return s_nothing;
        }

        State = State.Begin(creation, Holdings.Live);
        return ImmutableHashSet.Create(new OwnedRef(creation, false));
    }

    private void VisitArguments(ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (IArgumentOperation argument in arguments)
        {
            if (sdk.Owned.Gives(argument.Parameter))
            {
                VisitLocation(argument.Value);
                State = State.Begin(argument, Holdings.Live);
                Store(argument.Value, ImmutableHashSet.Create(new OwnedRef(argument, false)), argument);
                continue;
            }

            ImmutableHashSet<OwnedRef> refs = Visit(argument.Value);
            if (refs.IsEmpty || argument.Parameter is not { } parameter)
            {
                continue;
            }

            Use(refs, argument.Value);
            if (sdk.Contracts.Of(parameter).TakesOwnership)
            {
                Give(refs, argument);
            }
            else if (parameter.RefKind == RefKind.Ref || IsOpen(parameter.OriginalDefinition.Type) || OwnedTypes.IsTask(parameter.Type))
            {
                Change(refs, static v => v with { Is = Holdings.Elsewhere });
            }
        }
    }

    // A member that takes any type cannot say that it takes ownership of this one.
    private static bool IsOpen(ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol => true,
        IArrayTypeSymbol array => IsOpen(array.ElementType),
        INamedTypeSymbol { IsGenericType: true } named => named.TypeArguments.Any(IsOpen),
        _ => false,
    };

    private ImmutableHashSet<OwnedRef> VerdictOf(IInvocationOperation call) =>
        call.Type?.SpecialType == SpecialType.System_Boolean
            ? call.Arguments.Where(a => sdk.Owned.Gives(a.Parameter)).Select(static a => new OwnedRef(a, true)).ToImmutableHashSet()
            : s_nothing;

    private void Give(ImmutableHashSet<OwnedRef> refs, IOperation at)
    {
        foreach (OwnedRef given in refs.Where(static r => !r.IsVerdict))
        {
            if (State.Find(given.Origin) is not { } value)
            {
                continue;
            }

            if ((value.Is & Holdings.Given) != 0 && (value.Is & ~Holdings.Given) == 0)
            {
                State = State.WithFact(new OwnerFact(OwnerFactKind.EndedTwice, given.Origin, at, value.EndedAt));
            }

            State = State.WithValue(given.Origin, value with { Is = Holdings.Given, EndedAt = at });
        }
    }

    private void End(ImmutableHashSet<OwnedRef> refs, Holdings how, IInvocationOperation call)
    {
        foreach (OwnedRef ended in refs.Where(static r => !r.IsVerdict))
        {
            if (State.Find(ended.Origin) is not { } value)
            {
                continue;
            }

            if (refs.Count > 1)
            {
                // It is one of several: which one, the path tells, and paths have met.
                State = State.WithValue(ended.Origin, value with { Is = value.Is | how | Holdings.Unsure });
                continue;
            }

            if (FactOf(ended.Origin, value, how, call) is { } fact)
            {
                State = State.WithFact(fact);
            }

            // Disposing what was completed is how a reservation is used; and a second end after a first on some paths has a condition behind it.
            bool isUnsure = value.MayBeOver && !value.IsOver && (value.Is & ~(Holdings.Completed | Holdings.Live)) != 0;
            if (isUnsure)
            {
                Unsure.Add(ended.Origin);
            }

            State = State.WithValue(ended.Origin, value with { Is = how | (isUnsure ? Holdings.Unsure : 0), EndedAt = value.IsOver ? value.EndedAt ?? call : call });
        }
    }

    private static OwnerFact? FactOf(object origin, Owned value, Holdings how, IInvocationOperation call)
    {
        if (value.Is == how || value.Is == Holdings.Given || value.Is == Holdings.Disposed)
        {
            OwnerFactKind kind = value.Is == Holdings.Disposed && how == Holdings.Completed ? OwnerFactKind.UsedAfterEnd : OwnerFactKind.EndedTwice;
            return new OwnerFact(kind, origin, call, value.EndedAt);
        }

        return value.Is is Holdings.Returned or Holdings.Stored or Holdings.Captured
            ? new OwnerFact(OwnerFactKind.EndedAfterEscape, origin, value.EscapedAt, call)
            : null;
    }

    // What leads from a value to the same value.
    private static bool IsTransparent(IInvocationOperation call) =>
        call.TargetMethod.Name is "ConfigureAwait" or "AsTask" or "Preserve" or "GetAwaiter"
        && call.TargetMethod.ContainingNamespace?.ToDisplayString().StartsWith("System", StringComparison.Ordinal) == true;
}
