using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Ownership;

/// <content>Calls: what makes owned values, what ends them, what takes them over.</content>
internal sealed partial class OwnerWalker
{
    private ValueSet<OwnedRef> VisitInvocation(IInvocationOperation call)
    {
        ValueSet<OwnedRef> receiver = call.Instance is { } instance ? Visit(instance) : s_nothing;
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

        ValueSet<OwnedRef> passed = VisitArguments(call.Arguments);
        if (end != Holdings.None)
        {
            End(receiver, end, call);
        }
        else if (sdk.Owned.IsRevival(call.TargetMethod))
        {
            bool isTry = call.TargetMethod.ReturnType.SpecialType == SpecialType.System_Boolean;
            Change(receiver, v => v with { Is = isTry ? Holdings.Elsewhere : Holdings.Live, EndedAt = null });
        }
        else if (isTask)
        {
            Change(receiver, static v => v with { Is = Holdings.Elsewhere });
        }
        else
        {
            Use(receiver, call.Instance ?? call);
        }

        if (end == Holdings.None)
        {
            LoseNameless(call, receiver.Union(passed));
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
        return ValueSet<OwnedRef>.Of(new OwnedRef(call, false));
    }

    private ValueSet<OwnedRef> VisitCreation(IObjectCreationOperation creation)
    {
        LoseNameless(creation, VisitArguments(creation.Arguments));
        if (creation.Initializer is { } initializer)
        {
            Visit(initializer);
        }

        if (!sdk.Owned.Gives(creation))
        {
            return s_nothing;
        }

        State = State.Begin(creation, Holdings.Live);
        return ValueSet<OwnedRef>.Of(new OwnedRef(creation, false));
    }

    // Gives what is passed. It changes hands by the call, when all arguments are there.
    private ValueSet<OwnedRef> VisitArguments(ImmutableArray<IArgumentOperation> arguments)
    {
        List<(IArgumentOperation Argument, ValueSet<OwnedRef> Refs)> passed = [];
        foreach (IArgumentOperation argument in arguments)
        {
            if (sdk.Owned.Gives(argument.Parameter))
            {
                VisitLocation(argument.Value);
                State = State.Begin(argument, Holdings.Live);
                Store(argument.Value, ValueSet<OwnedRef>.Of(new OwnedRef(argument, false)), argument);
                continue;
            }

            ValueSet<OwnedRef> refs = Visit(argument.Value);
            if (!refs.IsEmpty && argument.Parameter is not null)
            {
                passed.Add((argument, refs));
            }
        }

        foreach ((IArgumentOperation argument, ValueSet<OwnedRef> refs) in passed)
        {
            Pass(argument, argument.Parameter!, refs);
        }

        return passed.Aggregate(s_nothing, static (all, p) => all.Union(p.Refs));
    }

    private void Pass(IArgumentOperation argument, IParameterSymbol parameter, ValueSet<OwnedRef> refs)
    {
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

    // What an expression has made and nothing names yet is lost where the rest of it throws: no handler can reach it.
    private void LoseNameless(IOperation thrower, ValueSet<OwnedRef> own)
    {
        if (!OwnerProblem.IsThrower(thrower))
        {
            return;
        }

        foreach (object origin in State.Nameless.Where(o => !own.Contains(new OwnedRef(o, false)) && State.Find(o) is { Is: Holdings.Live }))
        {
            var fact = new OwnerFact(OwnerFactKind.Thrown, origin, thrower);
            State = sdk.Owned.IsReservation(fact.TypeIn(sdk.Owned)) ? State.WithFact(fact) : State;
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

    private ValueSet<OwnedRef> VerdictOf(IInvocationOperation call) =>
        call.Type?.SpecialType == SpecialType.System_Boolean
            ? ValueSet<OwnedRef>.Of(call.Arguments.Where(a => sdk.Owned.Gives(a.Parameter)).Select(static a => new OwnedRef(a, true)))
            : s_nothing;

    private void Give(ValueSet<OwnedRef> refs, IOperation at)
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

    private void End(ValueSet<OwnedRef> refs, Holdings how, IInvocationOperation call)
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
        // Where there is none there is nothing to end twice.
        Holdings was = value.Is & ~Holdings.Null;
        if (was == how || was == Holdings.Given || was == Holdings.Disposed)
        {
            OwnerFactKind kind = was == Holdings.Disposed && how == Holdings.Completed ? OwnerFactKind.UsedAfterEnd : OwnerFactKind.EndedTwice;
            return new OwnerFact(kind, origin, call, value.EndedAt);
        }

        return was is Holdings.Returned or Holdings.Stored or Holdings.Captured
            ? new OwnerFact(OwnerFactKind.EndedAfterEscape, origin, value.EscapedAt, call)
            : null;
    }

    // What leads from a value to the same value.
    private static bool IsTransparent(IInvocationOperation call) =>
        call.TargetMethod.Name is "ConfigureAwait" or "AsTask" or "Preserve" or "GetAwaiter"
        && call.TargetMethod.ContainingNamespace?.ToDisplayString().StartsWith("System", StringComparison.Ordinal) == true;
}
