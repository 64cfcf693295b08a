using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>ZSDK4006: a reference or pointer to a guarded member is used or returned where its gate is no longer held.</summary>
internal sealed class EscapingRefRule : Rule
{
    public const string Id = "ZSDK4006";

    public static readonly DiagnosticDescriptor Diagnosed = new(
        Id,
        "A reference to a guarded member outlives the lock",
        "'{0}' refers to '{1}', which is guarded by '{2}', and outlives the lock: use it inside, or copy the value",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A ref local, a returned ref or a pointer into guarded state is that state: it needs the gate as the member itself does.",
        helpLinkUri: HelpOf(Id));

    public override DiagnosticDescriptor Descriptor => Diagnosed;

    public override void CheckBody(BodyAnalysis analysis, Reporter reporter)
    {
        foreach (FlowBody body in analysis.Bodies)
        {
            Contract contract = analysis.Sdk.Contracts.Of(body.Info.Symbol);
            bool IsKept(LockState state, AccessPath gate) => IsHeldByCaller(body, contract, state, gate);
            foreach (FlowPoint point in body.Points)
            {
                if (point.Operation is ILocalReferenceOperation local && point.State.RefOf(local.Local) is { } target)
                {
                    CheckUse(point, local, target, IsKept, reporter);
                }
            }

            foreach (GuardedAccess access in GuardedAccess.In(analysis.Sdk, body))
            {
                if (access.Check.Verdict == GateVerdict.Held && IsReturnedByRef(access.Point.Operation) && !IsKept(access.Point.State, access.Gate))
                {
                    reporter.Report(
                        Diagnosed,
                        access.Point.Operation.Syntax.GetLocation(),
                        access.Point.State.RegionOf(access.Gate),
                        access.Path,
                        "The returned reference",
                        access.Member.Name,
                        GateNames.Of(access.Point, access.Path));
                }
            }
        }
    }

    private static void CheckUse(FlowPoint point, ILocalReferenceOperation local, GuardedRef target, Func<LockState, AccessPath, bool> isKept, Reporter reporter)
    {
        GateVerdict verdict = GateCheck.Of(point.State, target.Gate, LockMode.Read).Verdict;
        bool isGone = verdict is not GateVerdict.Held and not GateVerdict.Unknown;
        if (isGone || (IsReturnedByRef(local) && !isKept(point.State, target.Gate)))
        {
            reporter.Report(Diagnosed, local.Syntax.GetLocation(), null, null, local.Local.Name, target.Member.Name, GateNames.Of(target.Gate));
        }
    }

    // Before the call and after it, or from the call on.
    private static bool IsHeldByCaller(FlowBody body, Contract contract, LockState state, AccessPath gate)
    {
        bool Names(GatePath path) => path.IsUsable && body.GateInside(path).Equals(gate);
        return contract.Acquires.Any(Names)
            || (state.Find(gate, LockMode.Read) is { } held && held.Sites.All(static s => s.IsEntry) && !contract.Releases.Any(Names));
    }

    private static bool IsReturnedByRef(IOperation operation) =>
        operation.Syntax.Parent is RefExpressionSyntax { Parent: ReturnStatementSyntax or ArrowExpressionClauseSyntax or AnonymousFunctionExpressionSyntax };
}
