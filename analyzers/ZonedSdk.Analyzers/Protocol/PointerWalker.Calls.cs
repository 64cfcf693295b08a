using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Protocol;

/// <content>Calls: what they issue, and what callees do to pointers.</content>
internal sealed partial class PointerWalker
{
    // An address may go through several layers before it reaches the drive.
    private const int Depth = 6;

    private ImmutableHashSet<PointerCopy> VisitInvocation(IInvocationOperation call)
    {
        ImmutableHashSet<PointerCopy> receiver = call.Instance is { } instance ? Visit(instance) : PointerState.NoCopies;
        ImmutableHashSet<PointerCopy> arguments = PointerState.NoCopies;
        foreach (IArgumentOperation argument in call.Arguments)
        {
            arguments = arguments.Union(Visit(argument.Value));
        }

        FlowPoint? point = Settle(call);
        if (point is null || !point.Effects.IsEmpty)
        {
            return PointerState.NoCopies;
        }

        IMethodSymbol method = call.TargetMethod;
        if (method is { ContainingType.Name: "Interlocked", Name: "Add" or "Increment" or "Decrement" } && _places.KeyOf(call.Arguments[0].Value) is { } pointer)
        {
            bool isBack = method.Name == "Decrement" || (call.Arguments.Length > 1 && call.Arguments[1].Value.DescendantsAndSelf().FirstOrDefault(static o => o is not IConversionOperation) is IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus });
            RecordWrite(isBack ? PointerEventKind.WindBack : PointerEventKind.Advance, call, call.Arguments[0].Value, pointer, arguments, null);
            return PointerState.NoCopies;
        }

        IoMoment moment = DeviceIoReader.MomentOf(sdk, method);
        CalleeEffects effects = moment == IoMoment.None ? sdk.Callees.Of(method, Depth) : CalleeEffects.None;
        IMethodSymbol? io = moment == IoMoment.None ? effects.Issues : method;
        if (io is not null && !sdk.Contracts.Of(method).Resynchronizes)
        {
            VisitIssue(call, point, io, arguments, effects);
        }

        VisitCallee(call, point, method, effects);
        foreach (IFlowAnonymousFunctionOperation lambda in call.Arguments.SelectMany(static a => a.Value.DescendantsAndSelf()).OfType<IFlowAnonymousFunctionOperation>())
        {
            Lambdas[lambda.Symbol] = State;
        }

        if (moment != IoMoment.None || sdk.Contracts.Of(method).ReturnsAssignedOffset)
        {
            return PointerState.NoCopies;
        }

        if (method.ReturnType.SpecialType == SpecialType.System_Boolean && effects.Advances.IsEmpty && effects.Issues is null)
        {
            return VerdictsOf(call, point, effects.Compares);
        }

        bool isNumber = method.IsStatic && method.ReturnType.IsValueType && method.ReturnType.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Decimal;
        return isNumber ? arguments : receiver.Union(State.CarriedBy(point.Receiver?.Root));
    }

    // A callee that takes the gate itself, compares and lets go of it again.
    private ImmutableHashSet<PointerCopy> VerdictsOf(IOperation call, FlowPoint point, ImmutableHashSet<ISymbol> compared) =>
        compared.Select(m => _places.KeyThrough(point, m)).OfType<PointerKey>()
            .Where(p => !point.State.Holds(p.Gate, LockMode.Read))
            .Select(p => new PointerCopy(p, new AcquireSite(call, GateKind.Custom, IsGuard: false), CopyForm.Verdict, IsStale: true, IsPast: false))
            .ToImmutableHashSet();

    private void VisitIssue(IInvocationOperation call, FlowPoint point, IMethodSymbol io, ImmutableHashSet<PointerCopy> arguments, CalleeEffects effects)
    {
        ImmutableHashSet<PointerCopy> carried = point.Arguments.Where(static a => a is not null).Aggregate(arguments, (all, a) => all.Union(State.CarriedBy(a!.Root)));
        ImmutableHashSet<PointerCopy> addresses = carried.Where(static c => c.Form == CopyForm.Value).ToImmutableHashSet();
        Record(new PointerEvent(PointerEventKind.Issue, call, addresses, State)
        {
            Io = io,
            IsThrough = !SymbolEqualityComparer.Default.Equals(io, call.TargetMethod),
            Regions = point.State.Held.Values.Where(static h => h.Must > 0).SelectMany(static h => h.Sites).ToImmutableArray(),
        });

        ImmutableHashSet<PendingIssue> pending = State.Pending;
        foreach (PointerKey pointer in State.Seen)
        {
            if (point.State.RegionOf(pointer.Gate) is { } region && !State.Moved.Contains(pointer) && !effects.Advances.Contains(pointer.Member))
            {
                pending = pending.Add(new PendingIssue(pointer, call, io, region, IsLeft: false, IsAwaited: false));
            }
        }

        foreach (PointerCopy copy in addresses)
        {
            if (!addresses.Any(c => c.IsPast && c.Pointer.Equals(copy.Pointer) && c.Region.Equals(copy.Region)) && !effects.Advances.Contains(copy.Pointer.Member))
            {
                pending = pending.Add(new PendingIssue(copy.Pointer, call, io, copy.Region, copy.IsStale, IsAwaited: false));
            }
        }

        State = State with { Pending = pending };
    }

    // A callee that moves a pointer moves it here; one that gets the guarded state may do anything with it.
    private void VisitCallee(IInvocationOperation call, FlowPoint point, IMethodSymbol method, CalleeEffects effects)
    {
        if (!effects.Advances.IsEmpty)
        {
            IEnumerable<PointerKey> known = State.Pending.Select(static p => p.Pointer).Concat(State.Seen).Where(p => effects.Advances.Contains(p.Member));
            foreach (PointerKey pointer in known.Concat(effects.Advances.Select(m => _places.KeyThrough(point, m)).OfType<PointerKey>()).Distinct().ToList())
            {
                AcquireSite? region = point.State.RegionOf(pointer.Gate);
                if (effects.Issues is null)
                {
                    Record(new PointerEvent(PointerEventKind.Advance, call, PointerState.NoCopies, State) { Pointer = pointer, Region = region, IsThrough = true });
                }

                State = State.WithMoved(pointer, region);
            }
        }

        bool getsState = !sdk.Contracts.Of(method).Requires.IsEmpty || call.Arguments.Any(a => a.Parameter is { RefKind: not RefKind.None } && _places.GateOf(a.Value) is not null);
        if (!getsState && call.Arguments.All(a => WritePointers.Named(sdk, a.Value) is null))
        {
            return;
        }

        foreach (PointerKey pointer in State.Pending.Select(static p => p.Pointer).Concat(State.Checks.Values.Select(static c => c.Pointer)).Concat(State.Seen).Where(p => point.State.Holds(p.Gate, LockMode.Read)).ToList())
        {
            State = State with { Tested = State.Tested.Add(pointer) };
        }
    }
}
