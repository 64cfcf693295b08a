using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>Looks through calls of methods whose code is certain and visible, a few levels deep, for what calling them does.</summary>
internal sealed class CalleeReader(SdkContext sdk)
{
    private readonly CalleeBodies _bodies = new(sdk.Compilation);
    private readonly ConcurrentDictionary<IMethodSymbol, CalleeSteps> _steps = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<(IMethodSymbol Method, int Depth), CalleeEffects> _effects = new(new KeyComparer());

    /// <summary>The code of a method; null where it is not certain.</summary>
    public IOperation? BodyOf(IMethodSymbol method) => _bodies.BodyOf(method);

    /// <summary>What calling a method does, looking through so many levels of calls, the method itself included.</summary>
    public CalleeEffects Of(IMethodSymbol method, int depth)
    {
        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        return depth <= 0 ? CalleeEffects.None : _effects.GetOrAdd((definition, depth), Read);
    }

    /// <summary>The I/O that a task stands for, if it is the task of a call that issues some.</summary>
    public IMethodSymbol? IoOf(IOperation? task, int depth)
    {
        if (task is null || DeviceIoReader.Unwrap(task) is not IInvocationOperation call)
        {
            return null;
        }

        if (IsCombinator(call.TargetMethod))
        {
            return call.Arguments.SelectMany(static a => a.Value.DescendantsAndSelf()).OfType<IInvocationOperation>().Select(c => IoOf(c, depth)).FirstOrDefault(static m => m is not null);
        }

        return DeviceIoReader.MomentOf(sdk, call.TargetMethod) switch
        {
            IoMoment.WhenAwaited => call.TargetMethod,
            IoMoment.None => Of(call.TargetMethod, depth).AwaitsIo,
            _ => null,
        };
    }

    /// <summary><c>Task.WhenAll</c> and its like: complete when their arguments are.</summary>
    public static bool IsCombinator(IMethodSymbol method) =>
        method is { Name: "WhenAll" or "WhenAny" or "WaitAll" or "WaitAny", ContainingType.Name: "Task" };

    private CalleeEffects Read((IMethodSymbol Method, int Depth) key)
    {
        if (_bodies.BodyOf(key.Method) is not { } body)
        {
            return CalleeEffects.None;
        }

        CalleeSteps steps = _steps.GetOrAdd(key.Method, method => CalleeSteps.Of(sdk, method, body));
        CalleeEffects effects = steps.Own;
        foreach (CalleeStep step in steps.Steps)
        {
            effects = step.Kind switch
            {
                CalleeStepKind.Call => AddCall(effects, (IInvocationOperation)step.Operation, key.Depth, step.IsAtOnce),
                CalleeStepKind.Wait => AddWait(effects, step.Operation, IoOf(step.Task, key.Depth - 1), step.IsAtOnce),
                _ => effects.AwaitsIo is null && IoOf(step.Task, key.Depth - 1) is { } io ? effects with { AwaitsIo = io } : effects,
            };
        }

        return effects;
    }

    private CalleeEffects AddCall(CalleeEffects effects, IInvocationOperation call, int depth, bool isAtOnce)
    {
        IMethodSymbol target = call.TargetMethod;
        effects = sdk.Contracts.Of(target).Resynchronizes ? effects with { Resynchronizes = true } : effects;
        IoMoment moment = DeviceIoReader.MomentOf(sdk, target);
        if (moment != IoMoment.None)
        {
            effects = effects with { Issues = effects.Issues ?? target };
            return moment == IoMoment.AtReturn ? AddWait(effects, call, target, isAtOnce) : effects;
        }

        CalleeEffects inner = Of(target, depth - 1);
        effects = effects with
        {
            Issues = effects.Issues ?? inner.Issues,
            Resynchronizes = effects.Resynchronizes || inner.Resynchronizes,
            Advances = effects.Advances.Union(inner.Advances),
        };

        // What holds a gate of its own is judged where it stands.
        if (!sdk.Contracts.Of(target).Requires.IsEmpty)
        {
            return effects;
        }

        effects = inner.RunsIo is { } io ? AddWait(effects, call, io, isAtOnce) : effects;
        return inner.Blocks is { } blocks && isAtOnce ? effects with { Blocks = effects.Blocks ?? blocks } : effects;
    }

    private static CalleeEffects AddWait(CalleeEffects effects, IOperation wait, IMethodSymbol? io, bool isAtOnce)
    {
        if (io is null)
        {
            return isAtOnce ? effects with { Blocks = effects.Blocks ?? (wait as IInvocationOperation)?.TargetMethod ?? (wait as IPropertyReferenceOperation)?.Property as ISymbol } : effects;
        }

        return isAtOnce ? effects with { RunsIo = effects.RunsIo ?? io } : effects with { AwaitsIo = effects.AwaitsIo ?? io };
    }

    private sealed class KeyComparer : IEqualityComparer<(IMethodSymbol Method, int Depth)>
    {
        public bool Equals((IMethodSymbol Method, int Depth) x, (IMethodSymbol Method, int Depth) y) =>
            x.Depth == y.Depth && SymbolEqualityComparer.Default.Equals(x.Method, y.Method);

        public int GetHashCode((IMethodSymbol Method, int Depth) key) => (SymbolEqualityComparer.Default.GetHashCode(key.Method) * 31) + key.Depth;
    }
}
