using Microsoft.CodeAnalysis;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>Something in a method's code that may do what its callers must know, depending on what it calls.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Operation">The call, the wait, or what hands the task on.</param>
/// <param name="Task">The task that is waited for or handed on.</param>
/// <param name="IsAtOnce">It runs before the method returns for the first time.</param>
internal sealed record CalleeStep(CalleeStepKind Kind, IOperation Operation, IOperation? Task, bool IsAtOnce);
