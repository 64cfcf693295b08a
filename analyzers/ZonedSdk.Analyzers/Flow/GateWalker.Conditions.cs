using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ZonedSdk.Analyzers.Flow;

/// <content>Branches: what the truth of a condition says about gates.</content>
internal sealed partial class GateWalker
{
    /// <summary>What holds when a branch value has this truth.</summary>
    public LockState Assume(IOperation condition, bool truth, BasicBlock block, LockState state)
    {
        _block = block;
        _points = null;
        State = state;
        Assume(condition, truth);
        return State;
    }

    /// <summary>What holds once the body has ended.</summary>
    public LockState EndBody(LockState state)
    {
        State = state;
        LeaveBareLocks(null);
        return State;
    }

    private void Assume(IOperation condition, bool truth)
    {
        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                Assume(not.Operand, !truth);
                break;
            case IConversionOperation conversion:
                Assume(conversion.Operand, truth);
                break;
            case IIsNullOperation isNull:
                AssumeNull(isNull.Operand, truth);
                break;
            case IIsPatternOperation { Pattern: { } pattern } match:
                AssumePattern(match.Value, pattern, truth);
                break;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } binary:
                bool isEqual = truth == (binary.OperatorKind == BinaryOperatorKind.Equals);
                if (!AssumeConstant(binary.LeftOperand, binary.RightOperand, isEqual))
                {
                    AssumeConstant(binary.RightOperand, binary.LeftOperand, isEqual);
                }

                break;
            default:
                AccessPath value = PeekValue(condition);
                if (State.BindingOf(value) is { Form: BindingForm.Condition } binding)
                {
                    Decide(value.Root, binding, truth != binding.IsNegated);
                }

                break;
        }
    }

    private void AssumePattern(IOperation value, IPatternOperation pattern, bool truth)
    {
        switch (pattern)
        {
            case INegatedPatternOperation negated:
                AssumePattern(value, negated.Pattern, !truth);
                break;
            case IConstantPatternOperation constant:
                AssumeConstant(value, constant.Value, truth);
                break;
            case IDeclarationPatternOperation or IRecursivePatternOperation or ITypePatternOperation:
                AssumeNull(value, !truth);
                break;
        }
    }

    private bool AssumeConstant(IOperation value, IOperation constant, bool isEqual)
    {
        if (!constant.ConstantValue.HasValue)
        {
            return false;
        }

        if (constant.ConstantValue.Value is bool expected)
        {
            Assume(value, expected == isEqual);
        }
        else if (constant.ConstantValue.Value is null)
        {
            AssumeNull(value, isEqual);
        }

        return true;
    }

    private void AssumeNull(IOperation operand, bool isNull)
    {
        AccessPath value = PeekValue(operand);
        if (State.BindingOf(value) is { Form: BindingForm.Guard } binding)
        {
            Decide(value.Root, binding, !isNull);
        }
    }

    private void Decide(AccessRoot value, LockBinding binding, bool isAcquired)
    {
        if (binding.Status == BindingStatus.Told)
        {
            State = binding.Gates.Aggregate(State, (state, gate) => isAcquired ? state.Observe(gate, binding.Site) : state.Deny(gate));
            return;
        }

        foreach (GateKey gate in binding.Gates)
        {
            State = (isAcquired, binding.Status) switch
            {
                (true, BindingStatus.Pending) => State.Acquire(gate, binding.Site),
                (true, BindingStatus.Over) => State,
                (true, _) when binding.MayBePending && !State.Held.ContainsKey(gate) => State.WithHeld(State.Held.SetItem(gate, new HeldGate(0, 1, ImmutableArray.Create(binding.Site)))),
                (true, _) => State.Confirm(gate),
                (false, BindingStatus.Active or BindingStatus.Mixed) => State.Release(gate),
                _ => State,
            };
        }

        if (binding.Status == BindingStatus.Pending)
        {
            BindingStatus status = isAcquired ? BindingStatus.Active : BindingStatus.Over;
            State = State.WithBinding(value, binding with { Status = status });
            if (binding.Guard is { } guard && State.BindingOf(guard) is { } guarding)
            {
                State = State.WithBinding(guard, guarding with { Status = status });
            }
        }
    }
}
