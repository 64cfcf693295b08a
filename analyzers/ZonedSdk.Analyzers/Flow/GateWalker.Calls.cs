using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ZonedSdk.Analyzers.Flow;

/// <content>Calls, creations and awaits: what they acquire and release, and what else they may change.</content>
internal sealed partial class GateWalker
{
    private AccessPath VisitInvocation(IInvocationOperation call)
    {
        LockCall? lockCall = sdk.Calls.Read(call);
        AccessPath? receiver = call.Instance is { } instance ? Visit(instance) : null;
        List<IOperation> deferred = [];
        ImmutableArray<AccessPath?> arguments = VisitArguments(call.Arguments, call.TargetMethod, lockCall is { IsRelease: false }, deferred);
        if (IsTransparent(call) && receiver is not null && State.BindingOf(receiver) is { Form: BindingForm.Task or BindingForm.ConditionTask or BindingForm.GuardTask })
        {
            return receiver;
        }

        if (IsBlockingWait(call) && receiver is not null && State.BindingOf(receiver) is { Form: BindingForm.Task or BindingForm.ConditionTask or BindingForm.GuardTask })
        {
            return Complete(receiver, call);
        }

        AccessPath value = Fresh(call);
        if (lockCall is null && IsDisposal(call) && receiver is not null && State.BindingOf(receiver) is { Form: BindingForm.Guard } guard)
        {
            Release(call, receiver, arguments, guard.Gates);
        }
        else if (lockCall is null)
        {
            Record(new FlowPoint(call, _block, State) { Receiver = receiver, Arguments = arguments, Value = value });
            PublishArguments(call.TargetMethod, receiver, arguments);
            ForgetArguments(call.Arguments);
            ReachForeignCode(call.TargetMethod, call);
            if (LockTypes.Is(call.TargetMethod.ContainingType, sdk.LockTypes.Monitor) && call.TargetMethod.Name == "IsEntered" && arguments.Length == 1 && arguments[0] is { } gate)
            {
                BindTest(value, gate, LockMode.Exclusive);
            }

            Believe(call);
        }
        else
        {
            RunLockCall(call, lockCall, receiver, arguments, value);
            deferred.ForEach(argument => Visit(argument));
            if (lockCall is { Flag: null })
            {
                ForgetArguments(call.Arguments);
            }
        }

        return sdk.Contracts.Of(call.TargetMethod).Returns is { IsUsable: true } returned ? Instantiate(returned, receiver, arguments) : value;
    }

    // Debug.Assert and its like return only where their argument came out as promised.
    private void Believe(IInvocationOperation call)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            foreach (AttributeData attribute in argument.Parameter?.GetAttributes() ?? ImmutableArray<AttributeData>.Empty)
            {
                if (attribute.AttributeClass?.Name == "DoesNotReturnIfAttribute" && attribute.ConstructorArguments.Length == 1 && attribute.ConstructorArguments[0].Value is bool never)
                {
                    Assume(argument.Value, !never);
                }
            }
        }
    }

    // Monitor.IsEntered and the properties like it: true means that somebody on this thread, whoever it was, has acquired.
    private void BindTest(AccessPath answer, AccessPath gate, LockMode mode)
    {
        ImmutableArray<GateKey> gates = ImmutableArray.Create(new GateKey(gate, mode));
        State = State.WithBinding(answer.Root, new LockBinding(BindingForm.Condition, gates, AcquireSite.Told, BindingStatus.Told));
    }

    private AccessPath VisitCreation(IObjectCreationOperation creation)
    {
        LockCall? lockCall = sdk.Calls.Read(creation);
        List<IOperation> deferred = [];
        ImmutableArray<AccessPath?> arguments = creation.Constructor is { } constructor
            ? VisitArguments(creation.Arguments, constructor, lockCall is not null, deferred)
            : ImmutableArray<AccessPath?>.Empty;
        AccessPath value = Define(AccessRoot.Created(creation));
        if (lockCall is null)
        {
            Record(new FlowPoint(creation, _block, State) { Arguments = arguments, Value = value });
            ForgetArguments(creation.Arguments);
            ReachForeignCode(creation.Constructor, creation);
            BindGuard(creation, arguments, value);
        }
        else
        {
            RunLockCall(creation, lockCall, value, arguments, value);
            deferred.ForEach(argument => Visit(argument));
        }

        // In a graph the initializer has become assignments; where it has not, its values still count.
        if (creation.Initializer is { } initializer)
        {
            Visit(initializer);
        }

        return value;
    }

    // What an acquiring call gets by reference, it touches after it has acquired.
    private ImmutableArray<AccessPath?> VisitArguments(ImmutableArray<IArgumentOperation> arguments, IMethodSymbol method, bool acquires, List<IOperation> deferred)
    {
        var values = new AccessPath?[method.Parameters.Length];
        foreach (IArgumentOperation argument in arguments)
        {
            if (acquires && argument.Parameter is { RefKind: not RefKind.None } && argument.Value is IMemberReferenceOperation)
            {
                deferred.Add(argument.Value);
                continue;
            }

            AccessPath value = Visit(argument.Value);
            if (argument.Parameter is { } parameter && parameter.Ordinal < values.Length)
            {
                values[parameter.Ordinal] = value;
            }
        }

        return ImmutableArray.Create(values);
    }

    private void RunLockCall(IOperation call, LockCall lockCall, AccessPath? receiver, ImmutableArray<AccessPath?> arguments, AccessPath value)
    {
        LockBinding? guard = receiver is not null && State.BindingOf(receiver) is { Form: BindingForm.Guard } bound ? bound : null;
        ImmutableArray<GateKey> gates = guard?.Gates ?? GatesOf(lockCall, receiver, arguments);
        if (lockCall.IsRelease)
        {
            Release(call, receiver, arguments, gates);
            return;
        }

        bool isDecided = lockCall.Result is LockResult.Immediate or LockResult.FlagAlways or LockResult.Guard;
        bool isGuard = lockCall.Result is LockResult.Guard or LockResult.GuardTask or LockResult.OutGuard;
        var site = new AcquireSite(call, lockCall.Kind, isGuard || guard is not null);
        bool isLater = lockCall.Result is LockResult.Task or LockResult.BoolTask or LockResult.GuardTask;
        LockEffectKind effect = isDecided ? LockEffectKind.Acquire : LockEffectKind.Try;
        Record(new FlowPoint(call, _block, State)
        {
            Receiver = receiver,
            Arguments = arguments,
            Value = value,
            Effects = isLater ? ImmutableArray<LockEffect>.Empty : gates.Select(g => new LockEffect(effect, g, site)).ToImmutableArray(),
        });
        if (isDecided)
        {
            AcquireAll(gates, site);
        }

        BindResult(call, lockCall, gates, site, value);
        if (guard is not null && isDecided)
        {
            State = State.WithBinding(receiver!.Root, guard with { Status = BindingStatus.Active });
        }
    }

    // A guard can also be made of a lock that its maker holds, or of one that it takes later.
    private void BindGuard(IObjectCreationOperation creation, ImmutableArray<AccessPath?> arguments, AccessPath value)
    {
        Contract contract = sdk.Contracts.Of(creation.Constructor);
        bool isAdopted = !contract.Requires.IsEmpty;
        ImmutableArray<GatePath> paths = isAdopted ? contract.Requires : contract.Excludes;
        if (!paths.IsEmpty && sdk.Contracts.IsGuard(creation.Type))
        {
            ImmutableArray<GateKey> gates = paths.Where(static p => p.IsUsable).Select(p => new GateKey(Instantiate(p, value, arguments), LockMode.Exclusive)).ToImmutableArray();
            var site = new AcquireSite(creation, GateKind.Custom, true);
            State = State.WithBinding(value.Root, new LockBinding(BindingForm.Guard, gates, site, isAdopted ? BindingStatus.Active : BindingStatus.Over));
        }
    }

    private void BindResult(IOperation call, LockCall lockCall, ImmutableArray<GateKey> gates, AcquireSite site, AccessPath value)
    {
        BindingForm form = lockCall.Result switch
        {
            LockResult.Guard or LockResult.OutGuard => BindingForm.Guard,
            LockResult.Task => BindingForm.Task,
            LockResult.BoolTask => BindingForm.ConditionTask,
            LockResult.GuardTask => BindingForm.GuardTask,
            _ => BindingForm.Condition,
        };
        BindingStatus status = lockCall.Result is LockResult.Guard or LockResult.FlagAlways ? BindingStatus.Active : BindingStatus.Pending;
        var binding = new LockBinding(form, gates, site, status);
        if (lockCall.Result == LockResult.Immediate)
        {
            return;
        }

        if (lockCall.Flag is not { } flag)
        {
            State = State.WithBinding(value.Root, binding);
            return;
        }

        AccessPath told = Fresh(flag);
        if (lockCall.Result == LockResult.OutGuard)
        {
            bool isConditional = call is IInvocationOperation { TargetMethod.ReturnType.SpecialType: SpecialType.System_Boolean };
            State = State.WithBinding(told.Root, binding with { Status = isConditional ? BindingStatus.Pending : BindingStatus.Active });
            if (isConditional)
            {
                State = State.WithBinding(value.Root, binding with { Form = BindingForm.Condition, Guard = told.Root });
            }
            else
            {
                AcquireAll(gates, site);
            }
        }
        else
        {
            State = State.WithBinding(told.Root, binding);
        }

        Store(flag, Peek(() => VisitTarget(flag)), told, Touch.Write);
    }

    private void Release(IOperation call, AccessPath? receiver, ImmutableArray<AccessPath?> arguments, ImmutableArray<GateKey> named)
    {
        LockBinding? binding = receiver is null ? null : State.BindingOf(receiver);
        ImmutableArray<GateKey> gates = binding is { Form: BindingForm.Guard } ? binding.Gates : named;
        AcquireSite site = binding?.Site ?? new AcquireSite(call, GateKind.Custom, false);
        Record(new FlowPoint(call, _block, State)
        {
            Receiver = receiver,
            Arguments = arguments,
            Effects = gates.Select(g => new LockEffect(LockEffectKind.Release, g, site)).ToImmutableArray(),
        });
        if (binding is { Form: BindingForm.Guard, Status: BindingStatus.Over or BindingStatus.Pending })
        {
            return;
        }

        foreach (GateKey gate in gates)
        {
            State = State.Release(gate);
        }

        if (binding is { Form: BindingForm.Guard })
        {
            State = State.WithBinding(receiver!.Root, binding with { Status = BindingStatus.Over });
        }
    }

    private void AcquireAll(ImmutableArray<GateKey> gates, AcquireSite site)
    {
        foreach (GateKey gate in gates)
        {
            State = State.Acquire(gate, site);
        }
    }

    private ImmutableArray<GateKey> GatesOf(LockCall call, AccessPath? receiver, ImmutableArray<AccessPath?> arguments)
    {
        if (call.Gate is { } operand)
        {
            AccessPath? path = receiver ?? (arguments.Length > 0 ? arguments[0] : null);
            if (path is not null && call.Kind == GateKind.Monitor && sdk.Calls.IsForeignMonitor(TargetOf(operand)))
            {
                path = path.Append(new PathLink(null, new AccessPath(AccessRoot.Constant("monitor")), null));
            }

            return path is null ? ImmutableArray<GateKey>.Empty : ImmutableArray.Create(new GateKey(path, call.Mode));
        }

        return call.Paths.Where(static p => p.IsUsable).Select(p => new GateKey(Instantiate(p, receiver, arguments), call.Mode)).ToImmutableArray();
    }

    private IOperation TargetOf(IOperation operand) =>
        operand is IFlowCaptureReferenceOperation reference && body.Shape.ValueOf(reference.Id) is { } value ? value : operand;

    private AccessPath VisitBareLock(IOperation operation)
    {
        AccessPath gate = AccessPath.Static;
        foreach (IOperation child in operation.ChildOperations)
        {
            gate = Visit(child);
        }

        var key = new GateKey(gate, LockMode.Exclusive);
        var site = new AcquireSite(operation, GateKind.Lock, true);
        Record(new FlowPoint(operation, _block, State) { Effects = ImmutableArray.Create(new LockEffect(LockEffectKind.Acquire, key, site)) });
        State = State.Acquire(key, site);
        return gate;
    }

    /// <summary>Releases the bare locks whose statement does not enclose this place; null: all of them, the body ends.</summary>
    private void LeaveBareLocks(SyntaxNode? next)
    {
        foreach (KeyValuePair<GateKey, HeldGate> entry in State.Held)
        {
            foreach (AcquireSite site in entry.Value.Sites)
            {
                bool isInside = next is not null && body.Shape.IsBareLock(site.Operation) && ((LockStatementSyntax)site.Operation!.Syntax.Parent!).Statement.Span.Contains(next.Span);
                if (!isInside && body.Shape.IsBareLock(site.Operation))
                {
                    State = State.Release(entry.Key);
                }
            }
        }
    }

    private AccessPath VisitAwait(IAwaitOperation await)
    {
        AccessPath task = Visit(await.Operation);
        if (State.BindingOf(task) is { Form: BindingForm.Task or BindingForm.ConditionTask or BindingForm.GuardTask })
        {
            return Complete(task, await);
        }

        Record(await);
        LeaveCaller();
        State = State.WithForeignCode(await);
        return Fresh(await);
    }

    // A task of an acquiring call is waited for.
    private AccessPath Complete(AccessPath task, IOperation wait)
    {
        LockBinding binding = State.BindingOf(task)!;
        bool isDecided = binding.Form != BindingForm.ConditionTask;
        bool isFirst = binding.Status == BindingStatus.Pending;
        LockEffectKind effect = isDecided ? LockEffectKind.Acquire : LockEffectKind.Try;
        AccessPath value = Fresh(wait);
        Record(new FlowPoint(wait, _block, State)
        {
            Value = value,
            Effects = isFirst ? binding.Gates.Select(g => new LockEffect(effect, g, binding.Site)).ToImmutableArray() : ImmutableArray<LockEffect>.Empty,
        });
        if (wait is IAwaitOperation)
        {
            LeaveCaller();
        }

        if (!isFirst)
        {
            return value;
        }

        State = State.WithBinding(task.Root, binding with { Status = BindingStatus.Active });
        if (isDecided)
        {
            AcquireAll(binding.Gates, binding.Site);
        }

        if (binding.Form != BindingForm.Task)
        {
            BindingForm form = isDecided ? BindingForm.Guard : BindingForm.Condition;
            State = State.WithBinding(value.Root, binding with { Form = form, Status = isDecided ? BindingStatus.Active : BindingStatus.Pending });
        }

        return value;
    }

    // What an asynchronous member's caller holds, it may release once the member has returned to it.
    private void LeaveCaller() =>
        State = State.WithHeld(State.Held.RemoveRange(State.Held.Where(static e => e.Value.Sites.Contains(AcquireSite.EntryUntilAwait)).Select(static e => e.Key)));

    private static bool IsTransparent(IInvocationOperation call) =>
        call.TargetMethod.Name is "ConfigureAwait" or "AsTask" or "Preserve" or "GetAwaiter" && call.Instance is not null && IsInSystem(call.TargetMethod.ContainingNamespace);

    // A using statement disposes through the interface, not through the guard's own annotated member.
    private static bool IsDisposal(IInvocationOperation call) => call.TargetMethod is { Name: "Dispose" or "DisposeAsync", Parameters.IsEmpty: true };

    private static bool IsBlockingWait(IInvocationOperation call) =>
        call.TargetMethod is { Name: "GetResult" or "Wait", Parameters.Length: <= 1 } && IsInSystem(call.TargetMethod.ContainingNamespace);

    // Handing an object to a constructor or to another unknown object does not yet show it to others.
    private void PublishArguments(IMethodSymbol method, AccessPath? receiver, ImmutableArray<AccessPath?> arguments)
    {
        if (receiver is not null && State.IsFresh(receiver))
        {
            return;
        }

        if (method.IsStatic && !method.IsExtensionMethod && method.DeclaringSyntaxReferences.IsEmpty && method.ContainingNamespace?.ToDisplayString() is "System" or "System.Diagnostics")
        {
            return;
        }

        foreach (AccessPath? argument in arguments)
        {
            if (argument is not null)
            {
                Publish(argument);
            }
        }
    }

    private void ForgetArguments(ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.Parameter is { RefKind: RefKind.Ref or RefKind.Out } && argument.Value is not (IMemberReferenceOperation or IArrayElementReferenceOperation or IFlowCaptureReferenceOperation))
            {
                Forget(argument.Value, Fresh(argument));
            }
        }
    }

    private void Forget(IOperation variable, AccessPath value)
    {
        ISymbol? symbol = variable switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IDeclarationExpressionOperation { Expression: ILocalReferenceOperation local } => local.Local,
            _ => null,
        };
        if (symbol is not null)
        {
            State = State.WithValue(AccessRoot.Variable(symbol), value);
        }
    }

    // Code of this compilation, or a delegate, may assign any field; the framework's own code cannot.
    private void ReachForeignCode(ISymbol? member, IOperation call)
    {
        bool isOwn = member is null or IMethodSymbol { MethodKind: MethodKind.DelegateInvoke or MethodKind.LocalFunction } || !member.DeclaringSyntaxReferences.IsEmpty;
        if (!isOwn)
        {
            return;
        }

        State = State.WithForeignCode(call);
        if (call is IInvocationOperation)
        {
            foreach (ISymbol variable in body.Shape.AssignedInside(_block))
            {
                State = State.WithValue(AccessRoot.Variable(variable), new AccessPath(AccessRoot.Merged(AccessRoot.Variable(variable), _block.Ordinal)));
            }
        }
    }
}
