using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;
using ZonedSdk.Analyzers.Protocol;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>ZSDK4062: a lock is released that is not held, or is still held when its method has ended.</summary>
internal sealed class UnbalancedLockRule : Rule
{
    public const string Id = "ZSDK4062";

    public static readonly DiagnosticDescriptor Diagnosed = new(
        Id,
        "Acquire and release do not match",
        "'{0}' {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "What a method acquires, it releases on every way out, unless AcquiresLock or ReleasesLock says otherwise; and what these say, its body does.",
        helpLinkUri: HelpOf(Id));

    public override DiagnosticDescriptor Descriptor => Diagnosed;

    public override void CheckBody(BodyAnalysis analysis, Reporter reporter)
    {
        foreach (FlowBody body in analysis.Bodies)
        {
            ImmutableHashSet<GateKey> acquired = GatesIn(body, LockEffectKind.Acquire).Union(GatesIn(body, LockEffectKind.Try));
            foreach (FlowPoint point in body.Points)
            {
                foreach (LockEffect effect in point.Effects.Where(static e => e is { Kind: LockEffectKind.Release, Site.IsGuard: false }))
                {
                    CheckRelease(analysis, body, point, effect, acquired, reporter);
                }
            }

            CheckExits(analysis, body, reporter);
        }
    }

    private static ImmutableHashSet<GateKey> GatesIn(FlowBody body, LockEffectKind kind) =>
        body.Points.SelectMany(static p => p.Effects).Where(e => e.Kind == kind).Select(static e => e.Gate).ToImmutableHashSet();

    // A semaphore may count events and a releaser may be handed out, so only what is known to be a lock, or was acquired here, is judged.
    private static void CheckRelease(BodyAnalysis analysis, FlowBody body, FlowPoint point, LockEffect effect, ImmutableHashSet<GateKey> acquired, Reporter reporter)
    {
        AccessPath gate = effect.Gate.Path;
        bool isJudged = (acquired.Contains(effect.Gate) && IsLock(analysis.Sdk, gate, point.Operation)) || (body.Outer is null && analysis.Sdk.Contracts.IsKnownGate(gate.LastMember));
        if (!isJudged || GateCheck.IsUnresolved(gate) || point.State.Held.ContainsKey(effect.Gate) || point.State.Held.Keys.Any(k => k.Path.CouldBe(gate)))
        {
            return;
        }

        reporter.Report(Diagnosed, point.Operation.Syntax.GetLocation(), null, null, GateNames.Of(gate), "is released here, but no path to here holds it");
    }

    // A semaphore is a lock where it begins with one; where it begins with none, releasing it is a signal, and somebody else takes it.
    private static bool IsLock(SdkContext sdk, AccessPath gate, IOperation? call) =>
        sdk.LockTypes.KindOf((call as IInvocationOperation)?.Instance?.Type) != GateKind.Semaphore || HeldGateInfo.AdmitsOne(sdk, gate.LastMember);

    private static void CheckExits(BodyAnalysis analysis, FlowBody body, Reporter reporter)
    {
        Contract contract = analysis.Sdk.Contracts.Of(body.Info.Symbol);
        ImmutableHashSet<GateKey> released = GatesIn(body, LockEffectKind.Release);
        ImmutableHashSet<ISymbol?> unresolved = released.Where(static g => GateCheck.IsUnresolved(g.Path)).Select(static g => g.Path.LastMember).ToImmutableHashSet(SymbolEqualityComparer.Default);
        ImmutableArray<AccessPath> kept = contract.Acquires.Where(static p => p.IsUsable).Select(body.GateInside).ToImmutableArray();
        foreach (KeyValuePair<ControlFlowBranch, LockState> exit in body.Solution.Exits)
        {
            foreach (KeyValuePair<GateKey, HeldGate> held in exit.Value.Held)
            {
                AcquireSite site = held.Value.Sites[0];
                bool isKnown = !unresolved.Contains(held.Key.Path.LastMember) && analysis.Sdk.Contracts.IsKnownGate(held.Key.Path.LastMember);
                bool isJudged = isKnown || (released.Contains(held.Key) && IsLock(analysis.Sdk, held.Key.Path, site.Operation));
                if (held.Value.Must > 0 && isJudged && !site.IsGuard && site.Location is { } at && !body.Entry.Held.ContainsKey(held.Key) && !kept.Contains(held.Key.Path))
                {
                    reporter.Report(Diagnosed, at, null, null, GateNames.Of(held.Key.Path), $"is still held where {EndOf(exit.Key)}: release it in a finally block");
                }
            }

            CheckContract(body, contract, exit, reporter);
        }
    }

    // AcquiresLock and ReleasesLock are promises to callers.
    private static void CheckContract(FlowBody body, Contract contract, KeyValuePair<ControlFlowBranch, LockState> exit, Reporter reporter)
    {
        if (body.Info.Symbol is not { } method || method.Locations.FirstOrDefault(static l => l.IsInSource) is not { } at)
        {
            return;
        }

        // A path that is null has no lock to take: _gate?.Enter() keeps the promise.
        if (exit.Key.Source.BranchValue is IIsNullOperation { IsImplicit: true })
        {
            return;
        }

        bool isTry = method.ReturnType.SpecialType == SpecialType.System_Boolean || method.ReturnType is INamedTypeSymbol { TypeArguments: { Length: 1 } of } && of[0].SpecialType == SpecialType.System_Boolean;
        foreach (GatePath path in contract.Acquires.Where(p => IsVisible(p) && !isTry))
        {
            AccessPath gate = body.GateInside(path);
            bool isPending = exit.Value.Bindings.Any(b => b.Status != BindingStatus.Told && b.Gates.Any(g => g.Path.Equals(gate)));
            if (exit.Value.Find(gate, LockMode.Read) is null && !isPending && !HoldsUnresolved(exit.Value))
            {
                reporter.Report(Diagnosed, at, null, path, path.Text, $"is not held where {EndOf(exit.Key)}, although '{method.Name}' says that it acquires it");
            }
        }

        foreach (GatePath path in contract.Requires.Where(p => p.IsUsable && !contract.Releases.Any(r => r.Equals(p))))
        {
            // A caller that the member has suspended may have let go itself.
            AccessPath gate = body.GateInside(path);
            bool isPromised = body.Entry.Find(gate, LockMode.Read) is { } held && held.Sites.Contains(AcquireSite.Entry);
            if (isPromised && exit.Value.Find(gate, LockMode.Read) is null)
            {
                reporter.Report(Diagnosed, at, null, path, path.Text, $"is not held any more where {EndOf(exit.Key)}, although '{method.Name}' only requires it");
            }
        }

        foreach (GatePath path in contract.Releases.Where(IsVisible))
        {
            if (exit.Value.Holds(body.GateInside(path), LockMode.Read))
            {
                reporter.Report(Diagnosed, at, null, path, path.Text, $"is still held where {EndOf(exit.Key)}, although '{method.Name}' says that it releases it");
            }
        }
    }

    // A lock type's own members make the lock out of another one, and only their author knows how.
    private static bool IsVisible(GatePath path) => path.IsUsable && (path.Root != GatePathRoot.Instance || !path.Links.IsEmpty);

    private static bool HoldsUnresolved(LockState state) => state.Held.Keys.Any(static k => GateCheck.IsUnresolved(k.Path));

    private static string EndOf(ControlFlowBranch exit)
    {
        SyntaxNode? syntax = exit.Source.BranchValue?.Syntax ?? exit.Source.Operations.LastOrDefault()?.Syntax;
        return exit.Semantics == ControlFlowBranchSemantics.Return && syntax is not null
            ? $"line {syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1} returns"
            : "the body ends";
    }
}
