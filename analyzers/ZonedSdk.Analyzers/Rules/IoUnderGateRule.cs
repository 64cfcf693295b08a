using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;
using ZonedSdk.Analyzers.Protocol;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>ZSDK4010: I/O is completed, or something else is waited for, while a gate is held. Issuing I/O under the gate is right.</summary>
internal sealed class IoUnderGateRule : Rule
{
    public const string Id = "ZSDK4010";

    // How many calls deep the rule looks for I/O.
    private const int Depth = 3;

    public static readonly DiagnosticDescriptor Diagnosed = new(
        Id,
        "I/O or a wait under a gate",
        "{0} while '{1}' is held: leave the lock before waiting",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Whoever holds a gate until I/O is complete lets one request through at a time. Issue the I/O under the gate, leave the gate, then wait.",
        helpLinkUri: HelpOf(Id));

    public override DiagnosticDescriptor Descriptor => Diagnosed;

    public override void CheckBody(BodyAnalysis analysis, Reporter reporter)
    {
        foreach (FlowBody body in analysis.Bodies)
        {
            CompletedTasks? completed = null;
            foreach (FlowPoint point in body.Points)
            {
                if (point.Operation is not (IInvocationOperation or IAwaitOperation or IPropertyReferenceOperation) || point.State.Held.IsEmpty || !point.Effects.IsEmpty)
                {
                    continue;
                }

                if (Judge(analysis, body, point) is not { } finding || (finding.Task is { } task && (completed ??= new CompletedTasks(body, analysis.CancellationToken)).IsComplete(task, point)))
                {
                    continue;
                }

                if (HeldGateInfo.At(analysis, point).FirstOrDefault(g => finding.IsIo || (g.ForbidsWaits && (finding.IsAwait || g.IsGate(analysis)))) is { } gate)
                {
                    reporter.Report(Diagnosed, PlaceOf(point.Operation).GetLocation(), gate.Site, null, finding.Text, GateNames.Of(gate.Path));
                }
            }
        }
    }

    private static Finding? Judge(BodyAnalysis analysis, FlowBody body, FlowPoint point)
    {
        SdkContext sdk = analysis.Sdk;
        if (point.Operation is IAwaitOperation await)
        {
            return IsAcquisition(point, body, await.Operation) ? null
                : IoBehind(sdk, body, await.Operation) is { } awaited ? new Finding($"'{awaited.Name}' is awaited", true, await.Operation)
                : new Finding($"'{Shorten(await.Operation)}' is awaited", false, await.Operation) { IsAwait = true };
        }

        if (BlockingWaits.Is(point.Operation, out IOperation? task))
        {
            return task is not null && IsAcquisition(point, body, task) ? null
                : task is not null && IoBehind(sdk, body, task) is { } io ? new Finding($"'{io.Name}' is waited for", true, task)
                : new Finding($"'{Shorten(task ?? point.Operation)}' is waited for", false, task);
        }

        return point.Operation is IInvocationOperation call ? JudgeCall(analysis, point, call) : null;
    }

    // What a loop over a stream awaits is nowhere written: its stream is.
    private static SyntaxNode PlaceOf(IOperation operation) => operation.Syntax is CommonForEachStatementSyntax loop ? loop.Expression : operation.Syntax;

    private static Finding? JudgeCall(BodyAnalysis analysis, FlowPoint point, IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        IoMoment moment = DeviceIoReader.MomentOf(analysis.Sdk, method);
        if (moment != IoMoment.None)
        {
            return moment == IoMoment.AtReturn ? new Finding($"'{method.Name}' does its I/O", true, null) : null;
        }

        // What requires a gate, or begins with one, is judged where it stands.
        Contract contract = analysis.Sdk.Contracts.Of(method);
        if (!contract.Requires.IsEmpty || !contract.Releases.IsEmpty || IsJudgedItself(analysis, method))
        {
            return null;
        }

        CalleeEffects effects = analysis.Sdk.Callees.Of(method, Depth);
        return effects.RunsIo is { } io ? new Finding($"'{method.Name}' does the I/O of '{io.Name}'", true, null)
            : effects.Blocks is { } blocks ? new Finding($"'{method.Name}' waits in '{blocks.Name}'", false, null)
            : null;
    }

    private static bool IsJudgedItself(BodyAnalysis analysis, IMethodSymbol method) =>
        method.MethodKind == MethodKind.LocalFunction
        && analysis.Bodies.Any(b => SymbolEqualityComparer.Default.Equals(b.Info.Symbol, method.OriginalDefinition) && !b.Entry.Held.IsEmpty);

    private static bool IsAcquisition(FlowPoint point, FlowBody body, IOperation task) =>
        ValueOf(body, DeviceIoReader.Unwrap(task)) is { } value && point.State.BindingOf(value) is { Form: not BindingForm.Guard };

    // The I/O that a task stands for: of the call itself, or of the call that gave the variable its value.
    private static IMethodSymbol? IoBehind(SdkContext sdk, FlowBody body, IOperation task)
    {
        foreach (IOperation part in PartsOf(body, DeviceIoReader.Unwrap(task)))
        {
            IOperation? origin = part is IInvocationOperation ? part : ValueOf(body, part)?.Root.Origin as IInvocationOperation;
            if (sdk.Callees.IoOf(origin, Depth) is { } io)
            {
                return io;
            }
        }

        return null;
    }

    private static IEnumerable<IOperation> PartsOf(FlowBody body, IOperation task)
    {
        task = task is IFlowCaptureReferenceOperation reference && body.Info.Shape.ValueOf(reference.Id) is { } captured ? DeviceIoReader.Unwrap(captured) : task;
        return task is IInvocationOperation call && CalleeReader.IsCombinator(call.TargetMethod)
            ? call.Arguments.SelectMany(static a => a.Value.DescendantsAndSelf()).Where(static o => o is IInvocationOperation or ILocalReferenceOperation or IFlowCaptureReferenceOperation).SelectMany(o => PartsOf(body, DeviceIoReader.Unwrap(o)))
            : [task];
    }

    private static AccessPath? ValueOf(FlowBody body, IOperation operation) => body.PointOf(operation)?.Value;

    private static string Shorten(IOperation operation)
    {
        string text = DeviceIoReader.Unwrap(operation) switch
        {
            IInvocationOperation { IsImplicit: false } call => call.TargetMethod.Name,
            { } other => PlaceOf(other).ToString(),
        };
        return text.Length <= 40 ? text : text.Substring(0, 40);
    }

    private sealed record Finding(string Text, bool IsIo, IOperation? Task)
    {
        /// <summary>What is awaited may go on in another thread, which cannot release the lock.</summary>
        public bool IsAwait { get; init; }
    }
}
