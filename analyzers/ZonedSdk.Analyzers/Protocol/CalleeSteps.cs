using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>What of a method's code matters to its callers. Found once a method, however deep it is looked through.</summary>
/// <param name="Own">What the method does without the help of others.</param>
/// <param name="Steps">What depends on others, in the order of the code.</param>
internal sealed record CalleeSteps(CalleeEffects Own, ImmutableArray<CalleeStep> Steps)
{
    /// <summary>Looks through the code of a method.</summary>
    public static CalleeSteps Of(SdkContext sdk, IMethodSymbol method, IOperation body)
    {
        List<IOperation> operations = [];
        Collect(body, operations);
        int firstAwait = int.MaxValue;
        bool asksFirst = false;
        foreach (IOperation operation in operations)
        {
            firstAwait = operation is IAwaitOperation ? Math.Min(firstAwait, operation.Syntax.SpanStart) : firstAwait;
            asksFirst |= operation is IPropertyReferenceOperation { Property.Name: var name } && name.StartsWith("IsCompleted", StringComparison.Ordinal);
        }

        CalleeEffects own = CalleeEffects.None;
        ImmutableArray<CalleeStep>.Builder steps = ImmutableArray.CreateBuilder<CalleeStep>();
        foreach (IOperation operation in operations)
        {
            bool isAtOnce = !method.IsAsync || operation.Syntax.SpanStart < firstAwait;
            if (operation is IInvocationOperation)
            {
                steps.Add(new CalleeStep(CalleeStepKind.Call, operation, null, isAtOnce));
            }

            if (!asksFirst && BlockingWaits.Is(operation, out IOperation? task))
            {
                steps.Add(new CalleeStep(CalleeStepKind.Wait, operation, Origin(task, body), isAtOnce));
            }

            if (HandedOn(operation, method) is { } handedOn)
            {
                steps.Add(new CalleeStep(CalleeStepKind.HandOn, operation, Origin(handedOn, body), isAtOnce));
            }

            own = AddPointers(sdk, own, operation);
        }

        return new CalleeSteps(own, steps.ToImmutable());
    }

    private static IOperation? HandedOn(IOperation operation, IMethodSymbol method) => operation switch
    {
        IAwaitOperation await => await.Operation,
        IReturnOperation { ReturnedValue: { } value } when !method.IsAsync => value,
        _ => null,
    };

    private static CalleeEffects AddPointers(SdkContext sdk, CalleeEffects own, IOperation operation)
    {
        if (operation is IBinaryOperation { OperatorKind: >= BinaryOperatorKind.Equals } comparison)
        {
            foreach (IOperation compared in comparison.Descendants())
            {
                own = WritePointers.Named(sdk, compared) is { } named ? own with { Compares = own.Compares.Add(named) } : own;
            }
        }

        return WritePointers.AdvancedBy(sdk, operation) is { } pointer ? own with { Advances = own.Advances.Add(pointer) } : own;
    }

    // A local that is declared with a value stands for it.
    private static IOperation? Origin(IOperation? task, IOperation body) =>
        task is not null && DeviceIoReader.Unwrap(task) is ILocalReferenceOperation local
            ? body.Descendants().OfType<IVariableDeclaratorOperation>().FirstOrDefault(d => SymbolEqualityComparer.Default.Equals(d.Symbol, local.Local))?.Initializer?.Value ?? task
            : task;

    // Not what lambdas and local functions do: they run elsewhere, or are looked through where they are called.
    private static void Collect(IOperation operation, List<IOperation> operations)
    {
        operations.Add(operation);
        foreach (IOperation child in operation.ChildOperations)
        {
            if (child is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
            {
                Collect(child, operations);
            }
        }
    }
}
