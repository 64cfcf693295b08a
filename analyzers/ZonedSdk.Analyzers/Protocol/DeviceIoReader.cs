using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>Reads the <c>DeviceIo</c> annotation.</summary>
internal static class DeviceIoReader
{
    /// <summary>When the I/O of this member is complete.</summary>
    public static IoMoment MomentOf(SdkContext sdk, IMethodSymbol method)
    {
        if (sdk.Contracts.Of(method).DeviceIo is not { } attribute)
        {
            return IoMoment.None;
        }

        return ValueOf(attribute, "Completes") is int and not 0 and var told ? (IoMoment)told
            : IsAwaitable(method.ReturnType) ? IoMoment.WhenAwaited
            : IoMoment.AtReturn;
    }

    /// <summary>The result carries the error.</summary>
    public static bool ReturnsError(SdkContext sdk, IMethodSymbol method) =>
        sdk.Contracts.Of(method).DeviceIo is { } attribute && ValueOf(attribute, "ReturnsError") is true;

    /// <summary>Of integer results only negative ones are errors.</summary>
    public static bool NegativeIsError(SdkContext sdk, IMethodSymbol method) =>
        sdk.Contracts.Of(method).DeviceIo is { } attribute && ValueOf(attribute, "NegativeIsError") is true;

    /// <summary>A task, or anything else that <c>await</c> or <c>await foreach</c> takes.</summary>
    public static bool IsAwaitable(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask" or "IAsyncEnumerable" or "ConfiguredTaskAwaitable" or "ConfiguredValueTaskAwaitable" }
        || type.GetMembers("GetAwaiter").OfType<IMethodSymbol>().Any(static m => m.Parameters.IsEmpty);

    /// <summary>Takes off what leads from a task to the same task: conversions, <c>ConfigureAwait</c>, <c>AsTask</c> and the like.</summary>
    public static IOperation Unwrap(IOperation task)
    {
        while (true)
        {
            switch (task)
            {
                case IConversionOperation conversion:
                    task = conversion.Operand;
                    break;
                case IInvocationOperation { Instance: { } instance, TargetMethod.Name: "ConfigureAwait" or "AsTask" or "Preserve" or "GetAwaiter" or "WaitAsync" or "Unwrap" } call
                    when IsAwaitable(instance.Type!) && call.TargetMethod.DeclaringSyntaxReferences.IsEmpty:
                    task = instance;
                    break;
                case IInvocationOperation { Instance: null, TargetMethod: { Name: "ConfigureAwait" or "Unwrap" or "WithCancellation", IsExtensionMethod: true } } call:
                    task = call.Arguments[0].Value;
                    break;
                default:
                    return task;
            }
        }
    }

    private static object? ValueOf(AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(a => a.Key == name).Value.Value;
}
