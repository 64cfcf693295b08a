using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>Recognises the calls that acquire and release, of the framework's locks and of annotated members.</summary>
internal sealed class LockCallReader(LockTypes types, ContractReader contracts)
{
    public bool IsFrameworkLock(INamedTypeSymbol? type) =>
        LockTypes.Is(type, types.Monitor) || LockTypes.Is(type, types.Lock) || LockTypes.Is(type, types.LockScope)
        || LockTypes.Is(type, types.Semaphore) || LockTypes.Is(type, types.Spin) || LockTypes.Is(type, types.ReaderWriter);

    /// <summary>The call's effect on gates; null where it has none.</summary>
    public LockCall? Read(IInvocationOperation call)
    {
        INamedTypeSymbol? type = call.TargetMethod.ContainingType;
        string name = call.TargetMethod.Name;
        if (LockTypes.Is(type, types.Monitor))
        {
            return ReadMonitor(call, name);
        }

        if (call.Instance is { } instance && IsFrameworkLock(type))
        {
            return LockTypes.Is(type, types.Semaphore) ? ReadSemaphore(call, instance, name)
                : LockTypes.Is(type, types.ReaderWriter) ? ReadReaderWriter(call, instance, name)
                : LockTypes.Is(type, types.Spin) ? ReadSpin(call, instance, name)
                : ReadLock(call, instance, name);
        }

        return ReadContract(contracts.Of(call.TargetMethod), call.TargetMethod, call.Arguments);
    }

    /// <summary>A constructor of a guard.</summary>
    public LockCall? Read(IObjectCreationOperation creation) =>
        creation.Constructor is { } constructor && contracts.Of(constructor) is { Acquires.IsEmpty: false } contract
            ? new LockCall(false, null, contract.Acquires, LockMode.Exclusive, GateKind.Custom, LockResult.Guard, null)
            : null;

    /// <summary>The mode in which a lock is held if one of its properties says so; null for any other property.</summary>
    public LockMode? TestedBy(IPropertyReferenceOperation property) => !IsFrameworkLock(property.Property.ContainingType) ? null : property.Property.Name switch
    {
        "IsHeldByCurrentThread" or "IsWriteLockHeld" => LockMode.Exclusive,
        "IsUpgradeableReadLockHeld" => LockMode.Upgradeable,
        "IsReadLockHeld" => LockMode.Read,
        _ => null,
    };

    /// <summary>Monitor sees only an object: a <c>System.Threading.Lock</c> that was cast to one is another lock than itself.</summary>
    public bool IsForeignMonitor(IOperation gate)
    {
        IOperation operand = gate;
        while (operand is IConversionOperation conversion)
        {
            operand = conversion.Operand;
        }

        return LockTypes.Is(operand.Type, types.Lock);
    }

    private static LockCall Acquire(IOperation gate, LockMode mode, GateKind kind, LockResult result, IOperation? flag = null) =>
        new(false, gate, ImmutableArray<GatePath>.Empty, mode, kind, result, flag);

    private static LockCall Release(IOperation gate, LockMode mode, GateKind kind) =>
        new(true, gate, ImmutableArray<GatePath>.Empty, mode, kind, LockResult.Immediate, null);

    private static IOperation? ArgumentOf(IInvocationOperation call, Func<IParameterSymbol, bool> which) =>
        call.Arguments.FirstOrDefault(a => a.Parameter is { } parameter && which(parameter))?.Value;

    private static LockResult BoolOrImmediate(IInvocationOperation call) =>
        call.TargetMethod.ReturnType.SpecialType == SpecialType.System_Boolean && !IsForever(call) ? LockResult.Bool : LockResult.Immediate;

    // TryEnter(-1) as a statement of its own: nobody asks whether it acquired, and it waits until it has.
    private static bool IsForever(IInvocationOperation call)
    {
        IOperation whole = call;
        while (whole.Parent is IAwaitOperation or IArgumentOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" })
        {
            whole = whole.Parent;
        }

        return whole.Parent is IExpressionStatementOperation && call.Arguments.Any(static a =>
            a.Value.ConstantValue is { HasValue: true, Value: -1 } || a.Value is IFieldReferenceOperation { Field: { Name: "InfiniteTimeSpan", ContainingType.Name: "Timeout" } });
    }

    private static LockCall? ReadMonitor(IInvocationOperation call, string name)
    {
        if (ArgumentOf(call, static p => p.Ordinal == 0) is not { } gate)
        {
            return null;
        }

        IOperation? flag = ArgumentOf(call, static p => p.RefKind == RefKind.Ref);
        return name switch
        {
            "Enter" => Acquire(gate, LockMode.Exclusive, GateKind.Monitor, flag is null ? LockResult.Immediate : LockResult.FlagAlways, flag),
            "TryEnter" => Acquire(gate, LockMode.Exclusive, GateKind.Monitor, flag is null ? BoolOrImmediate(call) : LockResult.FlagMaybe, flag),
            "Exit" => Release(gate, LockMode.Exclusive, GateKind.Monitor),
            _ => null,
        };
    }

    private LockCall? ReadLock(IInvocationOperation call, IOperation instance, string name) => name switch
    {
        "Enter" => Acquire(instance, LockMode.Exclusive, GateKind.Lock, LockResult.Immediate),
        "EnterScope" => Acquire(instance, LockMode.Exclusive, GateKind.Lock, LockResult.Guard),
        "TryEnter" => Acquire(instance, LockMode.Exclusive, GateKind.Lock, BoolOrImmediate(call)),
        "Exit" => Release(instance, LockMode.Exclusive, GateKind.Lock),
        "Dispose" when LockTypes.Is(call.TargetMethod.ContainingType, types.LockScope) => Release(instance, LockMode.Exclusive, GateKind.Lock),
        _ => null,
    };

    private static LockCall? ReadSemaphore(IInvocationOperation call, IOperation instance, string name) => name switch
    {
        "Wait" => Acquire(instance, LockMode.Exclusive, GateKind.Semaphore, BoolOrImmediate(call)),
        "WaitAsync" => Acquire(
            instance, LockMode.Exclusive, GateKind.Semaphore, call.TargetMethod.ReturnType is INamedTypeSymbol { IsGenericType: true } && !IsForever(call) ? LockResult.BoolTask : LockResult.Task),
        "Release" => Release(instance, LockMode.Exclusive, GateKind.Semaphore),
        _ => null,
    };

    private static LockCall? ReadSpin(IInvocationOperation call, IOperation instance, string name)
    {
        IOperation? flag = ArgumentOf(call, static p => p.RefKind == RefKind.Ref);
        return name switch
        {
            "Enter" => Acquire(instance, LockMode.Exclusive, GateKind.Spin, LockResult.FlagAlways, flag),
            "TryEnter" => Acquire(instance, LockMode.Exclusive, GateKind.Spin, LockResult.FlagMaybe, flag),
            "Exit" => Release(instance, LockMode.Exclusive, GateKind.Spin),
            _ => null,
        };
    }

    private static LockCall? ReadReaderWriter(IInvocationOperation call, IOperation instance, string name)
    {
        LockMode mode = name.Contains("Upgradeable") ? LockMode.Upgradeable : name.Contains("Read") ? LockMode.Read : LockMode.Exclusive;
        return name switch
        {
            "EnterReadLock" or "EnterUpgradeableReadLock" or "EnterWriteLock" => Acquire(instance, mode, GateKind.ReaderWriter, LockResult.Immediate),
            "TryEnterReadLock" or "TryEnterUpgradeableReadLock" or "TryEnterWriteLock" => Acquire(instance, mode, GateKind.ReaderWriter, BoolOrImmediate(call)),
            "ExitReadLock" or "ExitUpgradeableReadLock" or "ExitWriteLock" => Release(instance, mode, GateKind.ReaderWriter),
            _ => null,
        };
    }

    private LockCall? ReadContract(Contract contract, IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments)
    {
        if (!contract.Releases.IsEmpty)
        {
            return new LockCall(true, null, contract.Releases, LockMode.Exclusive, GateKind.Custom, LockResult.Immediate, null);
        }

        if (contract.Acquires.IsEmpty)
        {
            return null;
        }

        IOperation? outGuard = arguments.FirstOrDefault(a => a.Parameter is { RefKind: RefKind.Out } p && contracts.IsGuard(p.Type))?.Value;
        LockResult result = outGuard is not null ? LockResult.OutGuard : ResultOf(method.ReturnType);
        return new LockCall(false, null, contract.Acquires, LockMode.Exclusive, GateKind.Custom, result, outGuard);
    }

    private LockResult ResultOf(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_Boolean)
        {
            return LockResult.Bool;
        }

        if (contracts.IsGuard(type) || LockTypes.Is(type, types.LockScope))
        {
            return LockResult.Guard;
        }

        if (type is not INamedTypeSymbol { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" } task)
        {
            return LockResult.Immediate;
        }

        return task.TypeArguments.IsEmpty ? LockResult.Task
            : task.TypeArguments[0].SpecialType == SpecialType.System_Boolean ? LockResult.BoolTask
            : contracts.IsGuard(task.TypeArguments[0]) ? LockResult.GuardTask
            : LockResult.Task;
    }
}
