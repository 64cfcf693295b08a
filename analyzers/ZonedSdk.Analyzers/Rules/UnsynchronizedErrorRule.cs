using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;
using ZonedSdk.Analyzers.Protocol;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>ZSDK4030: a write pointer was moved for I/O that failed or was never issued, and this path does not resynchronize it.</summary>
internal sealed class UnsynchronizedErrorRule : Rule
{
    public const string Id = "ZSDK4030";

    public static readonly DiagnosticDescriptor Diagnosed = new(
        Id,
        "An error path leaves a write pointer where it was advanced to",
        "'{0}' {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "After an error only the drive knows where the write pointer stands. An error path calls the Resynchronizes member and waits for it; it never takes lengths back.",
        helpLinkUri: HelpOf(Id));

    public override DiagnosticDescriptor Descriptor => Diagnosed;

    public override void CheckBody(BodyAnalysis analysis, Reporter reporter)
    {
        foreach (FlowBody body in analysis.Bodies.Where(b => !LateAdvanceRule.IsRecovery(analysis, b)))
        {
            ImmutableArray<PointerEvent> events = analysis.Pointers.EventsOf(body);
            foreach (PointerEvent back in events.Where(static e => e.Kind == PointerEventKind.WindBack))
            {
                Report(reporter, back.Operation.Syntax, back.Pointer!, back.Region?.Location, FixHints.ForRecovery(analysis.Sdk, back.Pointer!), "is wound back by arithmetic, but writes behind it may be in flight: only a report says where it stands");
            }

            if (events.Any(static e => e.Kind == PointerEventKind.Advance) && events.Any(static e => e.Kind == PointerEventKind.Issue))
            {
                CheckPaths(analysis, body, reporter);
            }
        }
    }

    private static void CheckPaths(BodyAnalysis analysis, FlowBody body, Reporter reporter)
    {
        var problem = new ObligationProblem(analysis.Sdk, body, analysis.Pointers);
        if (ForwardSolver<ObligationState>.Solve(body.Info.Graph, problem, ObligationState.Start, analysis.CancellationToken) is not { } solution)
        {
            return;
        }

        foreach (KeyValuePair<ControlFlowBranch, ObligationState> exit in solution.Exits)
        {
            CheckEnd(analysis.Sdk, exit.Value, exit.Key.Source, problem, reporter);
        }

        foreach (BasicBlock block in body.Info.Graph.Blocks)
        {
            if (solution.Entries[block.Ordinal] is not { } state)
            {
                continue;
            }

            foreach (IOperation operation in block.Operations)
            {
                if (operation.DescendantsAndSelf().OfType<IInvocationOperation>().FirstOrDefault(static c => c.TargetMethod.Name == "ThrowIfCancellationRequested") is { } check && !IsCaught(block))
                {
                    CheckOpen(state, problem, check.Syntax, reporter);
                }

                state = problem.Apply(operation, block, state);
            }

            if (block.FallThroughSuccessor is { Semantics: ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow } && !IsCaught(block))
            {
                state = block.BranchValue is { } thrown ? problem.Apply(thrown, block, state) : state;
                foreach ((ControlFlowRegion handler, IOperation issue) in problem.Handlers.FailuresAround(block))
                {
                    state = state.Map(w => problem.Failed(w, issue, problem.Handlers.PlaceOf(handler)));
                }

                CheckEnd(analysis.Sdk, state, block, problem, reporter);
            }
        }
    }

    private static void CheckEnd(SdkContext sdk, ObligationState state, BasicBlock last, ObligationProblem problem, Reporter reporter)
    {
        foreach (KeyValuePair<IOperation, Obligation> owed in state.Worlds.SelectMany(static w => w.Owed).Where(static o => o.Value.Status == ObligationStatus.Failed))
        {
            Report(
                reporter,
                owed.Value.FailedAt,
                owed.Value.Pointer,
                owed.Key.Syntax.GetLocation(),
                FixHints.ForRecovery(sdk, owed.Value.Pointer),
                $"was moved past what '{owed.Value.Io.Name}' failed to write, and this path does not resynchronize it: call its recovery, and wait for it");
        }

        // A number that is returned may be the reservation itself: the caller goes on with it.
        IOperation? end = last.BranchValue ?? last.Operations.LastOrDefault();
        bool handsOver = last.BranchValue?.Type is { SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_UInt64 };
        if (!handsOver)
        {
            CheckOpen(state, problem, end?.Syntax, reporter);
        }
    }

    private static void CheckOpen(ObligationState state, ObligationProblem problem, SyntaxNode? at, Reporter reporter)
    {
        foreach (PointerEvent open in state.Worlds.SelectMany(static w => w.Open.Values).Where(e => !e.IsThrough && problem.Followed.Contains(e.Operation)))
        {
            Report(reporter, at ?? open.Operation.Syntax, open.Pointer!, open.Operation.Syntax.GetLocation(), FixHints.None, "was moved on, and this path leaves before the I/O is issued: nothing will ever be written there");
        }
    }

    // What a handler of this body gets does not leave it here.
    private static bool IsCaught(BasicBlock block)
    {
        for (ControlFlowRegion? region = block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
        {
            if (region is { Kind: ControlFlowRegionKind.Try, EnclosingRegion.Kind: ControlFlowRegionKind.TryAndCatch })
            {
                return true;
            }
        }

        return false;
    }

    private static void Report(Reporter reporter, SyntaxNodeOrToken at, PointerKey pointer, Location? site, ImmutableDictionary<string, string?> hints, string what)
    {
        if (at.GetLocation() is { } location)
        {
            reporter.Report(Diagnosed, location, hints, site is null ? ImmutableArray<Location>.Empty : ImmutableArray.Create(site), pointer.Member.Name, what);
        }
    }
}
