using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>The lattice of write pointers, as a flow problem.</summary>
internal sealed class PointerProblem(PointerWalker walker) : IFlowProblem<PointerState>
{
    public PointerState Join(PointerState known, PointerState arriving, PointerState? covered, BasicBlock at) => known.Join(arriving);

    public PointerState Apply(IOperation operation, BasicBlock block, PointerState before) => walker.Walk(operation, before, null);

    public PointerState Assume(IOperation condition, bool truth, BasicBlock block, PointerState state)
    {
        ImmutableHashSet<PointerCopy> copies = walker.Peek(condition, state);
        foreach (PointerCopy verdict in copies.Where(static c => c is { Form: CopyForm.Verdict, IsPast: false }))
        {
            var check = new PointerCheck(verdict.Pointer, condition, truth, verdict.Region, verdict.IsStale);
            state = state with { Checks = state.Checks.SetItem((verdict.Pointer, condition), check) };
        }

        IOperation inner = condition;
        while (inner is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not)
        {
            inner = not.Operand;
            truth = !truth;
        }

        // Found equal to the pointer: a copy of it, however it came about.
        if (inner is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison && (comparison.OperatorKind == BinaryOperatorKind.Equals) == truth)
        {
            state = Equate(comparison.LeftOperand, walker.Peek(comparison.RightOperand, state), state);
            state = Equate(comparison.RightOperand, walker.Peek(comparison.LeftOperand, state), state);
        }

        return state;
    }

    public PointerState Leave(ControlFlowBranch branch, PointerState state) => state;

    public bool CanThrow(IOperation operation) => true;

    private static PointerState Equate(IOperation variable, ImmutableHashSet<PointerCopy> copies, PointerState state)
    {
        while (variable is IConversionOperation conversion)
        {
            variable = conversion.Operand;
        }

        object? symbol = variable switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };
        ImmutableHashSet<PointerCopy> live = copies.Where(static c => c is { Form: CopyForm.Value, IsStale: false }).ToImmutableHashSet();
        return symbol is null || live.IsEmpty ? state : state.WithVariable(symbol, state.CopiesIn(symbol).Union(live));
    }
}
