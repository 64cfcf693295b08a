using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Ownership;

/// <summary>The lattice of owned values, as a flow problem.</summary>
internal sealed class OwnerProblem(OwnerWalker walker, OwnedTypes types) : IEscapingProblem<OwnerState>
{
    /// <summary>What went wrong where an exception left.</summary>
    public HashSet<OwnerFact> Escaped { get; } = [];

    public OwnerState Join(OwnerState known, OwnerState arriving, OwnerState? covered, BasicBlock at) => known.Join(arriving, covered);

    public OwnerState Apply(IOperation operation, BasicBlock block, OwnerState before) => walker.Walk(operation, block, before, null);

    public OwnerState Assume(IOperation condition, bool truth, BasicBlock block, OwnerState state)
    {
        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Assume(not.Operand, !truth, block, state);
            case IIsNullOperation isNull:
                return truth ? Without(walker.Peek(isNull.Operand, state), false, state) : state;
            case IIsPatternOperation match:
                return AssumePattern(match.Value, match.Pattern, truth, state);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } binary when IsNull(binary.LeftOperand) || IsNull(binary.RightOperand):
                bool isNullThen = truth == (binary.OperatorKind == BinaryOperatorKind.Equals);
                return isNullThen ? Without(walker.Peek(IsNull(binary.LeftOperand) ? binary.RightOperand : binary.LeftOperand, state), false, state) : state;
            default:
                return truth ? state : Without(walker.Peek(condition, state), true, state);
        }
    }

    // Where the body ends nothing goes out of scope any more: what is open then is told at the end.
    public OwnerState Leave(ControlFlowBranch branch, OwnerState state)
    {
        if (branch.Destination is { Kind: BasicBlockKind.Exit })
        {
            return state;
        }

        foreach (ControlFlowRegion region in branch.LeavingRegions)
        {
            state = state.Without(region.Locals.Cast<object>().Concat(region.CaptureIds.Select(static c => (object)c)));
        }

        return state.Sweep();
    }

    // A disposal that throws has disposed nevertheless.
    public bool CanThrow(IOperation operation) => !operation.DescendantsAndSelf().OfType<IInvocationOperation>().Any(c => types.EndOf(c.TargetMethod) != Holdings.None);

    public OwnerState? Thrown(IOperation operation, OwnerState before, OwnerState after)
    {
        // What the operation was to make does not exist then; what it was to end is ended; who has what it was to give away is not known.
        return !before.HasValues || !MayThrow(operation) ? null : before.ThrownOut(after, static (was, then) => then.Is switch
        {
            Holdings.Live => was,
            Holdings.Given => then with { Is = Holdings.Elsewhere },
            _ => then,
        });
    }

    public void Escape(IOperation? thrower, OwnerState state)
    {
        // What is ended again because the first end threw, is no matter of the code.
        if (thrower is null || CanThrow(thrower))
        {
            Escaped.UnionWith(state.Facts);
        }

        foreach (KeyValuePair<object, Owned> value in state.Open)
        {
            var fact = new OwnerFact(OwnerFactKind.Thrown, value.Key, thrower);
            if (value.Value.Is == Holdings.Live && types.IsReservation(fact.TypeIn(types)))
            {
                Escaped.Add(fact);
            }
        }
    }

    /// <summary>An operation that may throw by itself, whatever it consists of.</summary>
    public static bool IsThrower(IOperation operation) => operation switch
    {
        IAwaitOperation => true,
        IObjectCreationOperation creation => !creation.Arguments.IsEmpty,
        // What an argument check refuses is a mistake of the caller, who still has what he passed.
        IInvocationOperation { TargetMethod: { IsStatic: true, ContainingNamespace.Name: "System" } check } when check.Name.StartsWith("ThrowIf", StringComparison.Ordinal) => false,
        IInvocationOperation call => call.TargetMethod is { Name: not "ConfigureAwait" } and not { MethodKind: MethodKind.Constructor, Parameters.IsEmpty: true } && call.TargetMethod.ContainingType?.Name is not ("Monitor" or "GC" or "Debug"),
        _ => false,
    };

    private OwnerState AssumePattern(IOperation value, IPatternOperation pattern, bool truth, OwnerState state)
    {
        switch (pattern)
        {
            case INegatedPatternOperation negated:
                return AssumePattern(value, negated.Pattern, !truth, state);
            case IConstantPatternOperation constant when IsNull(constant.Value):
                return truth ? Without(walker.Peek(value, state), false, state) : state;
            case IDeclarationPatternOperation or IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns.IsEmpty: true } or ITypePatternOperation:
                return truth ? state : Without(walker.Peek(value, state), false, state);
            default:
                return state;
        }
    }

    // Null, or refused: on this path there is nothing to end.
    private static OwnerState Without(ValueSet<OwnedRef> refs, bool isVerdict, OwnerState state)
    {
        foreach (OwnedRef none in refs.Where(r => r.IsVerdict == isVerdict))
        {
            if (state.Find(none.Origin) is { } value && (value.Is & Holdings.Live) != 0)
            {
                state = state.WithValue(none.Origin, value with { Is = (value.Is & ~Holdings.Live) | Holdings.Null });
            }
        }

        return state;
    }

    private static bool IsNull(IOperation operation) => operation is { ConstantValue: { HasValue: true, Value: null } };

    private static bool MayThrow(IOperation operation) => operation.DescendantsAndSelf().Any(IsThrower);
}
