using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>Recognises the framework's ways to block a thread until something else has happened. Taking a lock is none.</summary>
internal static class BlockingWaits
{
    /// <summary>Whether the operation blocks.</summary>
    /// <param name="operation">A call or a property reference.</param>
    /// <param name="task">The task waited for; null where it is no task.</param>
    public static bool Is(IOperation operation, out IOperation? task)
    {
        task = null;
        if (operation is IPropertyReferenceOperation { Property.Name: "Result", Instance: { } of } && IsTask(of.Type))
        {
            task = of;
            return true;
        }

        if (operation is not IInvocationOperation { TargetMethod: { ContainingType: { } type } method } call || !IsInSystem(type.ContainingNamespace) || OnlyAsks(call))
        {
            return false;
        }

        switch (method.Name)
        {
            case "GetResult" when call.Instance is { } awaiter && type.Name.EndsWith("Awaiter", StringComparison.Ordinal):
                task = awaiter;
                return true;
            case "Wait" when IsTask(type):
                task = call.Instance;
                return true;
            case "WaitAll" or "WaitAny" when IsTask(type):
                task = call;
                return true;
            case "Wait":
                return type.Name is "ManualResetEventSlim" or "CountdownEvent";
            case "WaitOne" or "WaitAll" or "WaitAny" or "SignalAndWait":
                return type.Name is "WaitHandle" or "Barrier" or "EventWaitHandle" or "AutoResetEvent" or "ManualResetEvent";
            case "Sleep" or "Join":
                return type.Name == "Thread";
            case "SpinUntil":
                return type.Name == "SpinWait";
            default:
                return false;
        }
    }

    // Wait(0) returns at once.
    private static bool OnlyAsks(IInvocationOperation call) => call.Arguments.Any(static a =>
        a.Value.ConstantValue is { HasValue: true, Value: 0 } || a.Value is IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: "TimeSpan" } });

    private static bool IsTask(ITypeSymbol? type) => type is { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" };

    private static bool IsInSystem(INamespaceSymbol? space)
    {
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space?.Name == "System";
    }
}
