using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>Follows what each path owes: an advance its I/O, and failed I/O the resynchronization of its pointer.</summary>
internal sealed class ObligationProblem : IFlowProblem<ObligationState>
{
    private const int Depth = 3;

    private readonly SdkContext _sdk;
    private readonly PointerFlow _flow;
    private readonly ILookup<IOperation, PointerEvent> _events;
    private readonly IoResults _results;

    public ObligationProblem(SdkContext sdk, FlowBody body, PointerFlow flow)
    {
        _sdk = sdk;
        _flow = flow;
        ImmutableArray<PointerEvent> events = flow.EventsOf(body);
        _events = events.ToLookup(static e => e.Operation);
        _results = new IoResults(sdk, body, events.Where(static e => e.Kind == PointerEventKind.Issue).ToDictionary(static e => e.Operation));
        Handlers = new ErrorHandlers(body, _results);
    }

    public ErrorHandlers Handlers { get; }

    /// <summary>Advances whose I/O is issued on some path of this body.</summary>
    public HashSet<IOperation> Followed { get; } = [];

    public ObligationState Join(ObligationState known, ObligationState arriving, ObligationState? covered, BasicBlock at) => known.Join(arriving);

    public ObligationState Apply(IOperation operation, BasicBlock block, ObligationState before)
    {
        ObligationState state = before;
        foreach (IOperation step in InOrder(operation))
        {
            state = state.Map(w => Step(w, step, block));
        }

        return state;
    }

    public ObligationState Assume(IOperation condition, bool truth, BasicBlock block, ObligationState state)
    {
        (IOperation Issue, bool IsError)? judged = _results.Judge(condition, truth);
        return state.Map(world =>
        {
            if (!FlagConditions.Allows(world, condition, truth))
            {
                return null;
            }

            if (judged is not { } told || !world.Owed.TryGetValue(told.Issue, out Obligation? owed))
            {
                return world;
            }

            return !told.IsError ? world with { Owed = world.Owed.Remove(told.Issue) }
                : owed.Status == ObligationStatus.Failed ? world
                : world.With(told.Issue, owed with { Status = ObligationStatus.Failed, FailedAt = condition.Syntax });
        });
    }

    public ObligationState Leave(ControlFlowBranch branch, ObligationState state)
    {
        foreach (ControlFlowRegion region in branch.LeavingRegions)
        {
            foreach (IOperation issue in Handlers.FailuresIn(region))
            {
                state = state.Map(w => Failed(w, issue, Handlers.PlaceOf(region)));
            }
        }

        return state;
    }

    public bool CanThrow(IOperation operation) => true;

    /// <summary>A path that comes out of a handler knows that what was still under way, or could not even be issued, has failed.</summary>
    public ObligationWorld Failed(ObligationWorld world, IOperation issue, SyntaxNodeOrToken place)
    {
        if (world.Owed.TryGetValue(issue, out Obligation? owed))
        {
            return owed.Status == ObligationStatus.InFlight ? world.With(issue, owed with { Status = ObligationStatus.Failed, FailedAt = place }) : world;
        }

        return world.Open.Values.FirstOrDefault(e => IsFor(e, EventOf(issue))) is { Pointer: { } pointer } open && EventOf(issue) is { Io: { } io }
            ? world.With(issue, new Obligation(pointer, io, ObligationStatus.Failed, place)) with { Open = world.Open.Remove(open.Operation) }
            : world;
    }

    private PointerEvent? EventOf(IOperation issue) => _events[issue].FirstOrDefault(static e => e.Kind == PointerEventKind.Issue);

    private ObligationWorld Step(ObligationWorld world, IOperation step, BasicBlock block)
    {
        foreach (PointerEvent happened in _events[step])
        {
            world = happened.Kind switch
            {
                PointerEventKind.Advance => Advance(world, happened),
                PointerEventKind.Issue => Issue(world, happened),
                _ => world,
            };
        }

        switch (step)
        {
            case IAwaitOperation or IPropertyReferenceOperation:
                return Complete(world, step);
            case IInvocationOperation call:
                return IsRecovery(call) ? Recovered(world, block) : Complete(world, call);
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } assignment:
                return world with { Flags = FlagConditions.Assign(world.Flags, local.Local, assignment.Value) };
            default:
                return world;
        }
    }

    // Issued before in the same region: from now on the I/O has a range that is the pointer's past.
    private ObligationWorld Advance(ObligationWorld world, PointerEvent advance)
    {
        // A late advance has nothing that it could be in time for.
        if (_flow.LateFor(advance) is not null)
        {
            return world;
        }

        List<PendingIssue> issued = advance.Before.Pending.Where(p => !p.IsLate && p.Pointer.Equals(advance.Pointer)).ToList();
        foreach (PendingIssue issue in issued)
        {
            world = Owe(world, issue.Issue, issue.Pointer, issue.Io);
        }

        return issued.Count > 0 ? world : world with { Open = world.Open.SetItem(advance.Operation, advance) };
    }

    private ObligationWorld Issue(ObligationWorld world, PointerEvent issue)
    {
        foreach (PointerEvent open in world.Open.Values.Where(e => IsFor(e, issue)))
        {
            Followed.Add(open.Operation);
            world = Owe(world, issue.Operation, open.Pointer!, issue.Io!) with { Open = world.Open.Remove(open.Operation) };
        }

        return world;
    }

    // In the advancing region, at what was read there, or after a call that gave the range away.
    private static bool IsFor(PointerEvent advance, PointerEvent? issue) =>
        issue is not null && (advance.IsThrough || (advance.Region is { } region && issue.Regions.Contains(region)) || issue.Copies.Any(c => c.Pointer.Equals(advance.Pointer)));

    private ObligationWorld Owe(ObligationWorld world, IOperation issue, PointerKey pointer, IMethodSymbol io)
    {
        IMethodSymbol called = ((IInvocationOperation)issue).TargetMethod;
        bool isOwn = DeviceIoReader.MomentOf(_sdk, called) == IoMoment.None && _sdk.Callees.Of(called, Depth).Resynchronizes;
        bool isAtReturn = DeviceIoReader.MomentOf(_sdk, called) == IoMoment.AtReturn;
        bool hasFailed = world.Owed.TryGetValue(issue, out Obligation? owed) && owed.Status == ObligationStatus.Failed;
        if (isOwn || hasFailed || _sdk.Contracts.Of(called).ReturnsAssignedOffset || (isAtReturn && !_results.ReturnsError(issue)))
        {
            return world;
        }

        ObligationStatus status = !isAtReturn ? ObligationStatus.InFlight : IsNeverLookedAt(issue) ? ObligationStatus.Failed : ObligationStatus.Answered;
        return world.With(issue, new Obligation(pointer, io, status, issue.Syntax));
    }

    // Waited for without an exception: done, or its result says whether it is.
    private ObligationWorld Complete(ObligationWorld world, IOperation wait)
    {
        foreach (IOperation issue in world.Owed.IsEmpty ? [] : _results.CompletedBy(wait))
        {
            if (world.Owed.TryGetValue(issue, out Obligation? owed) && owed.Status == ObligationStatus.InFlight)
            {
                world = !_results.ReturnsError(issue) ? world with { Owed = world.Owed.Remove(issue) }
                    : world.With(issue, owed with { Status = IsNeverLookedAt(wait) ? ObligationStatus.Failed : ObligationStatus.Answered, FailedAt = wait.Syntax });
            }
        }

        return world;
    }

    private static bool IsNeverLookedAt(IOperation result)
    {
        IOperation outer = result;
        while (outer.Parent is IConversionOperation)
        {
            outer = outer.Parent;
        }

        return outer.Parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };
    }

    // A task of the recovery that nobody waits for recovers nothing that this path could rely on.
    private bool IsRecovery(IInvocationOperation call)
    {
        bool isOne = _sdk.Contracts.Of(call.TargetMethod).Resynchronizes || _sdk.Callees.Of(call.TargetMethod, Depth).Resynchronizes;
        if (!isOne || !DeviceIoReader.IsAwaitable(call.TargetMethod.ReturnType))
        {
            return isOne;
        }

        IOperation outer = call;
        while (outer.Parent is IConversionOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" })
        {
            outer = outer.Parent;
        }

        return !IsNeverLookedAt(outer);
    }

    private ObligationWorld Recovered(ObligationWorld world, BasicBlock block)
    {
        ImmutableHashSet<IOperation> failed = Handlers.FailuresAround(block).Select(static f => f.Issue).ToImmutableHashSet();
        return world with
        {
            Open = world.Open.Clear(),
            Owed = world.Owed.RemoveRange(world.Owed.Where(e => e.Value.Status != ObligationStatus.InFlight || failed.Contains(e.Key)).Select(static e => e.Key)),
        };
    }

    // Operands first, as they are evaluated.
    private static IEnumerable<IOperation> InOrder(IOperation operation)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            foreach (IOperation inner in InOrder(child))
            {
                yield return inner;
            }
        }

        yield return operation;
    }
}
