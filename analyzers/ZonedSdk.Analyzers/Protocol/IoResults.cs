using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>Which issuing calls a task or a result belongs to, and what a condition says of them.</summary>
internal sealed class IoResults(SdkContext sdk, FlowBody body, IReadOnlyDictionary<IOperation, PointerEvent> issues)
{
    /// <summary>The issuing calls whose completion an operation waits for; none where it waits for nothing that was issued here.</summary>
    public IEnumerable<IOperation> CompletedBy(IOperation operation)
    {
        if (operation is IAwaitOperation await)
        {
            return BehindTask(await.Operation);
        }

        if (BlockingWaits.Is(operation, out IOperation? task) && task is not null)
        {
            return BehindTask(task);
        }

        return operation is IInvocationOperation call && issues.ContainsKey(call) && DeviceIoReader.MomentOf(sdk, call.TargetMethod) == IoMoment.AtReturn ? [call] : [];
    }

    /// <summary>The result tells of an error, and how it is told is known.</summary>
    public bool ReturnsError(IOperation issue) => issue is IInvocationOperation call && DeviceIoReader.ReturnsError(sdk, call.TargetMethod);

    /// <summary>The call whose result a value is, and whether the truth of a condition on it means an error; null where it says nothing.</summary>
    public (IOperation Issue, bool IsError)? Judge(IOperation condition, bool truth)
    {
        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Judge(not.Operand, !truth);
            case IConversionOperation conversion:
                return Judge(conversion.Operand, truth);
            case IPropertyReferenceOperation { Property.Name: "IsSuccess" or "IsOk", Instance: { } result } when BehindValue(result) is { } issue:
                return (issue, !truth);
            case IFieldReferenceOperation { Field.Name: "IsSuccess" or "IsOk", Instance: { } result } when BehindValue(result) is { } issue:
                return (issue, !truth);
            case IBinaryOperation binary:
                return JudgeComparison(binary, truth);
            case IIsPatternOperation pattern:
                return JudgePattern(pattern, truth);
            default:
                return condition.Type?.SpecialType == SpecialType.System_Boolean && BehindValue(condition) is { } told && ReturnsError(told) ? (told, !truth) : null;
        }
    }

    private (IOperation Issue, bool IsError)? JudgeComparison(IBinaryOperation binary, bool truth)
    {
        IOperation left = Strip(binary.LeftOperand);
        (IOperation value, IOperation constant) = left.ConstantValue.HasValue ? (binary.RightOperand, left) : (left, binary.RightOperand);
        IOperation result = Strip(value) is IMemberReferenceOperation { Instance: { Type.IsValueType: true } owner } member && member.Type?.TypeKind == TypeKind.Enum ? owner : Strip(value);
        if (!constant.ConstantValue.HasValue || BehindValue(result) is not { } issue || !ReturnsError(issue))
        {
            return null;
        }

        bool isZero = constant.ConstantValue.Value is null or false || (constant.ConstantValue.Value is IConvertible number and not string and not bool && Convert.ToDecimal(number, System.Globalization.CultureInfo.InvariantCulture) == 0);
        bool negativeOnly = DeviceIoReader.NegativeIsError(sdk, ((IInvocationOperation)issue).TargetMethod);
        BinaryOperatorKind kind = value == binary.LeftOperand || value == left ? binary.OperatorKind : Mirror(binary.OperatorKind);
        return kind switch
        {
            BinaryOperatorKind.Equals when isZero => negativeOnly && truth ? (issue, false) : negativeOnly ? null : (issue, !truth),
            BinaryOperatorKind.NotEquals when isZero => negativeOnly ? null : (issue, truth),
            BinaryOperatorKind.LessThan when isZero => (issue, truth),
            BinaryOperatorKind.GreaterThanOrEqual when isZero => (issue, !truth),
            BinaryOperatorKind.Equals when truth && !negativeOnly => (issue, true),
            BinaryOperatorKind.NotEquals when !truth && !negativeOnly => (issue, true),
            _ => null,
        };
    }

    private (IOperation Issue, bool IsError)? JudgePattern(IIsPatternOperation pattern, bool truth)
    {
        IPatternOperation inner = pattern.Pattern;
        while (inner is INegatedPatternOperation negated)
        {
            inner = negated.Pattern;
            truth = !truth;
        }

        if (inner is IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: { } constant } })
        {
            IOperation value = Strip(pattern.Value) is IMemberReferenceOperation { Instance: { Type.IsValueType: true } owner, Type.TypeKind: TypeKind.Enum } ? owner : Strip(pattern.Value);
            bool isZero = constant is false || (constant is IConvertible number and not string and not bool && Convert.ToDecimal(number, System.Globalization.CultureInfo.InvariantCulture) == 0);
            return BehindValue(value) is not { } issue || !ReturnsError(issue) ? null : isZero ? (issue, !truth) : truth ? (issue, constant is not true) : null;
        }

        // A pattern that asks for success and for more says nothing when it does not match.
        if (inner is IRecursivePatternOperation recursive && BehindValue(Strip(pattern.Value)) is { } asked)
        {
            foreach (IPropertySubpatternOperation part in recursive.PropertySubpatterns)
            {
                if (part.Member is IMemberReferenceOperation { Member.Name: "IsSuccess" or "IsOk" } && part.Pattern is IConstantPatternOperation { Value.ConstantValue.Value: bool success })
                {
                    return truth ? (asked, !success) : recursive.PropertySubpatterns.Length == 1 ? (asked, success) : null;
                }
            }
        }

        return null;
    }

    private IEnumerable<IOperation> BehindTask(IOperation task)
    {
        IOperation inner = DeviceIoReader.Unwrap(task);
        inner = inner is IFlowCaptureReferenceOperation reference && body.Info.Shape.ValueOf(reference.Id) is { } captured ? DeviceIoReader.Unwrap(captured) : inner;
        if (inner is IInvocationOperation call)
        {
            if (issues.ContainsKey(call))
            {
                return [call];
            }

            return CalleeReader.IsCombinator(call.TargetMethod)
                ? call.Arguments.SelectMany(static a => a.Value.DescendantsAndSelf()).Where(static o => o is IInvocationOperation or ILocalReferenceOperation or IFlowCaptureReferenceOperation).SelectMany(BehindTask)
                : [];
        }

        if (body.PointOf(inner)?.Value is not { } value)
        {
            return [];
        }

        // The task itself; or a task of the object that was handed to the drive.
        return value.Root.Origin is IOperation origin && issues.ContainsKey(origin)
            ? [origin]
            : issues.Keys.Where(i => body.PointOf(i) is { } point && point.Arguments.Any(a => a is not null && a.Root.Equals(value.Root) && IsObject(a, (IInvocationOperation)i)));
    }

    private static bool IsObject(AccessPath argument, IInvocationOperation call) =>
        argument.Root.Kind is AccessRootKind.Variable or AccessRootKind.Created or AccessRootKind.Result && call.TargetMethod.Parameters.Any(static p => p.Type is { IsReferenceType: true, SpecialType: SpecialType.None, TypeKind: TypeKind.Class });

    /// <summary>The issuing call whose result a value is.</summary>
    public IOperation? BehindValue(IOperation value)
    {
        IOperation inner = Strip(value);
        inner = inner is IFlowCaptureReferenceOperation reference && body.Info.Shape.ValueOf(reference.Id) is { } captured ? Strip(captured) : inner;
        IOperation? origin = inner is IInvocationOperation or IAwaitOperation || BlockingWaits.Is(inner, out _) ? inner : body.PointOf(inner)?.Value?.Root.Origin as IOperation;
        return origin is null ? null : CompletedBy(origin).FirstOrDefault();
    }

    private static IOperation Strip(IOperation operation)
    {
        while (operation is IConversionOperation conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }

    private static BinaryOperatorKind Mirror(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.LessThan => BinaryOperatorKind.GreaterThan,
        BinaryOperatorKind.LessThanOrEqual => BinaryOperatorKind.GreaterThanOrEqual,
        BinaryOperatorKind.GreaterThan => BinaryOperatorKind.LessThan,
        BinaryOperatorKind.GreaterThanOrEqual => BinaryOperatorKind.LessThanOrEqual,
        _ => kind,
    };
}
