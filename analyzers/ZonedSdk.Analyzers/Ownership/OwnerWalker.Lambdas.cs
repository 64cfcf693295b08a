using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Ownership;

/// <content>Code that runs elsewhere: which owned values it takes along, and whether it may outlive the body.</content>
internal sealed partial class OwnerWalker
{
    private void VisitLambda(IFlowAnonymousFunctionOperation lambda)
    {
        ValueSet<OwnedRef> refs = MentionedIn(lambda.Syntax);
        if (refs.IsEmpty)
        {
            return;
        }

        Use(refs, lambda);
        if (Outlives(lambda))
        {
            Escape(refs, Holdings.Captured, lambda);
        }
        else if (lambda.Syntax.DescendantTokens().Any(static t => t.ValueText is "Dispose" or "DisposeAsync" or "Complete" or "CompleteAsync" or "using"))
        {
            Change(refs, static v => v with { Is = Holdings.Elsewhere });
        }
    }

    private void VisitMethodReference(IMethodReferenceOperation reference)
    {
        ValueSet<OwnedRef> refs = reference.Instance is { } instance ? Visit(instance) : s_nothing;
        Change(refs, static v => v with { Is = Holdings.Elsewhere });
        if (reference.Method.MethodKind == MethodKind.LocalFunction)
        {
            HandToLocalFunction(reference.Method);
        }
    }

    // A local function may end what it mentions.
    private void HandToLocalFunction(IMethodSymbol function)
    {
        if (function.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { } syntax)
        {
            Change(MentionedIn(syntax), static v => v with { Is = Holdings.Elsewhere });
        }
    }

    private ValueSet<OwnedRef> MentionedIn(SyntaxNode code) =>
        State.HasVariables ? body.Shape.MentionedIn(code).Aggregate(s_nothing, (all, variable) => all.Union(State.In(variable))) : s_nothing;

    // Silent where it cannot be told: a delegate in a local, or one for a method that may call it at once.
    private bool Outlives(IFlowAnonymousFunctionOperation lambda)
    {
        IOperation? value = lambda;
        while (value.Parent is IDelegateCreationOperation or IConversionOperation)
        {
            value = value.Parent;
        }

        switch (value.Parent)
        {
            case IArgumentOperation { Parameter: { } parameter } argument:
                return !sdk.ImmediateCalls.RunsImmediately(parameter) && (IsOpen(parameter.OriginalDefinition.Type) || IsLeftRunning(argument));
            case ISimpleAssignmentOperation { Target: IMemberReferenceOperation } or IEventAssignmentOperation:
                return true;
            case IReturnOperation:
                return true;
            default:
                return value.Parent is null;
        }
    }

    // Work that is started and not waited for.
    private static bool IsLeftRunning(IArgumentOperation argument)
    {
        if (argument.Parent is not IInvocationOperation { TargetMethod: { } method } call)
        {
            return false;
        }

        bool isStart = method switch
        {
            { Name: "Run", ContainingType.Name: "Task" } or { Name: "StartNew", ContainingType.Name: "TaskFactory" } or { Name: "ContinueWith", ContainingType.Name: "Task" } => IsDropped(call),
            { ContainingType.Name: "ThreadPool" } => true,
            { Name: "Register" or "UnsafeRegister", ContainingType.Name: "CancellationToken" } => IsDropped(call),
            _ => false,
        };
        return isStart && method.DeclaringSyntaxReferences.IsEmpty;
    }

    private static bool IsDropped(IOperation call) =>
        call.Parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };
}
