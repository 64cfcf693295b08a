using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>Flags by which later code tells an error path: <c>failed = true</c>, <c>error = e</c>.</summary>
internal static class FlagConditions
{
    public static ImmutableDictionary<ISymbol, object?> Assign(ImmutableDictionary<ISymbol, object?> flags, ISymbol local, IOperation value)
    {
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        if (value is IDefaultValueOperation or ILiteralOperation && value.ConstantValue is { HasValue: true } constant)
        {
            return flags.SetItem(local, constant.Value);
        }

        return value is ICaughtExceptionOperation or IObjectCreationOperation ? flags.SetItem(local, ObligationState.Something)
            : value is ILocalReferenceOperation other && flags.TryGetValue(other.Local, out object? known) ? flags.SetItem(local, known)
            : flags.Remove(local);
    }

    /// <summary>Whether a path with these flags can see the condition come out like this.</summary>
    public static bool Allows(ObligationWorld world, IOperation condition, bool truth)
    {
        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Allows(world, not.Operand, !truth);
            case ILocalReferenceOperation local:
                return !world.Flags.TryGetValue(local.Local, out object? value) || value is not bool known || known == truth;
            case IIsNullOperation isNull:
                return AllowsNull(world, isNull.Operand, truth);
            case IIsPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } } pattern:
                return AllowsNull(world, pattern.Value, truth);
            case IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } } } pattern:
                return AllowsNull(world, pattern.Value, !truth);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } binary when IsNull(binary.RightOperand):
                return AllowsNull(world, binary.LeftOperand, (binary.OperatorKind == BinaryOperatorKind.Equals) == truth);
            default:
                return true;
        }
    }

    private static bool IsNull(IOperation operation) =>
        operation is IConversionOperation conversion ? IsNull(conversion.Operand) : operation.ConstantValue is { HasValue: true, Value: null };

    private static bool AllowsNull(ObligationWorld world, IOperation operand, bool isNull)
    {
        while (operand is IConversionOperation conversion)
        {
            operand = conversion.Operand;
        }

        return operand is not ILocalReferenceOperation local || !world.Flags.TryGetValue(local.Local, out object? value) || (value is null) == isNull;
    }
}
