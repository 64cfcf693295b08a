using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Protocol;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>The lattice of held gates, as a flow problem.</summary>
internal sealed class LockProblem(GateWalker walker, BodyShape shape, SdkContext sdk) : IFlowProblem<LockState>
{
    public LockState Join(LockState known, LockState arriving, LockState? covered, BasicBlock at) => known.Join(arriving, covered, new MeetingPlace(at.Ordinal, shape));

    public LockState Apply(IOperation operation, BasicBlock block, LockState before) => walker.Walk(operation, block, before, null);

    public LockState Assume(IOperation condition, bool truth, BasicBlock block, LockState state) => walker.Assume(condition, truth, block, state);

    public LockState Leave(ControlFlowBranch branch, LockState state) => branch.Destination is { Kind: BasicBlockKind.Exit } ? walker.EndBody(state) : state;

    // Acquiring and releasing count as safe: a handler must not believe in a lock that could not be taken. A wait that can be cancelled has a handler for that.
    public bool CanThrow(IOperation operation) => operation switch
    {
        ILiteralOperation or ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation or IFlowCaptureReferenceOperation => false,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } => false,
        IExpressionStatementOperation or IFlowCaptureOperation or IArgumentOperation or ISimpleAssignmentOperation or ICompoundAssignmentOperation
            or IIncrementOrDecrementOperation or IIsNullOperation or IUnaryOperation or IDefaultValueOperation or IFieldReferenceOperation => operation.ChildOperations.Any(CanThrow),
        IBinaryOperation { OperatorMethod: null, OperatorKind: not BinaryOperatorKind.Divide and not BinaryOperatorKind.Remainder } => operation.ChildOperations.Any(CanThrow),
        IConversionOperation { IsImplicit: true, OperatorMethod: null } => operation.ChildOperations.Any(CanThrow),
        IInvocationOperation call => sdk.Calls.Read(call) is null ? !IsWaitForGate(call) : CanBeCancelled(call),
        IObjectCreationOperation creation => sdk.Calls.Read(creation) is null,
        IInvalidOperation { Syntax.Parent: LockStatementSyntax } => false,
        IAwaitOperation await => !IsTaskOfGate(await.Operation),
        _ => true,
    };

    // Any other task throws where it is awaited, whatever it takes to name it.
    private bool IsTaskOfGate(IOperation task) => DeviceIoReader.Unwrap(task) switch
    {
        IInvocationOperation call => sdk.Calls.Read(call) is not null && !CanThrow(call),
        ILocalReferenceOperation { Local: { } local } => local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is VariableDeclaratorSyntax
        {
            Initializer.Value: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitAsync" } },
        },
        _ => false,
    };

    private static bool CanBeCancelled(IInvocationOperation call) => call.Arguments.Any(static a =>
        a.Parameter?.Type is { Name: "CancellationToken" } && a.Value is not (IDefaultValueOperation or IPropertyReferenceOperation { Property.Name: "None" }));

    private bool IsWaitForGate(IInvocationOperation call) =>
        call.TargetMethod.Name is "ConfigureAwait" or "GetAwaiter" or "GetResult" or "AsTask" && call.Instance is { } instance && !CanThrow(instance);
}
