using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ZonedSdk.Analyzers.Flow;
using ZonedSdk.Analyzers.Protocol;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>What a diagnostic carries for its fix, as properties, so that the fix need not find out again what the analysis knew.</summary>
internal static class FixHints
{
    /// <summary>The gate, as it has to be written at the place of the report.</summary>
    public const string Gate = "Gate";

    /// <summary>How it is taken: a <see cref="LockForm"/>.</summary>
    public const string Form = "Form";

    /// <summary>For an annotated lock: the member that takes it.</summary>
    public const string Acquire = "Acquire";

    /// <summary>For an annotated lock that is no guard: the member that lets go of it.</summary>
    public const string Release = "Release";

    /// <summary>The gate as a contract of the reported body's own member would name it; missing where none can.</summary>
    public const string Contract = "Contract";

    /// <summary>The gate is held on some path already, so that only a re-entrant lock can be taken again.</summary>
    public const string IsHeldSomewhere = "IsHeldSomewhere";

    /// <summary>The call that resynchronizes the pointer, where its owner has exactly one member for that which needs no argument.</summary>
    public const string Recovery = "Recovery";

    /// <summary>That call is to be awaited.</summary>
    public const string IsAwaited = "IsAwaited";

    /// <summary>Nothing to say.</summary>
    public static readonly ImmutableDictionary<string, string?> None = ImmutableDictionary<string, string?>.Empty;

    /// <summary>What a fix has to know to take the gate of a guarded member, or to have the caller take it.</summary>
    public static ImmutableDictionary<string, string?> ForGate(SdkContext sdk, GuardedAccess access) => ForGate(sdk, access.Point, access.Path, access.Gate, access.Mode, access.Check);

    /// <summary>What a fix has to know to take a gate, or to have the caller take it.</summary>
    /// <param name="sdk">The compilation.</param>
    /// <param name="point">Where the gate is missing.</param>
    /// <param name="path">The gate as annotated.</param>
    /// <param name="gate">The gate on this instance.</param>
    /// <param name="mode">How it must be held.</param>
    /// <param name="check">How it stands.</param>
    public static ImmutableDictionary<string, string?> ForGate(SdkContext sdk, FlowPoint point, GatePath path, AccessPath gate, LockMode mode, GateCheck check)
    {
        // Who holds it for reading only cannot take it for writing as well.
        if (check.Verdict == GateVerdict.ReadOnly || LockForms.Of(sdk, TypeOf(path.Gate), mode) is not { } form)
        {
            return None;
        }

        ImmutableDictionary<string, string?> hints = None
            .Add(Gate, GateNames.Of(point, path))
            .Add(Form, form.Form.ToString())
            .Add(Acquire, form.Acquire)
            .Add(Release, form.Release);
        hints = check.Verdict == GateVerdict.SomePaths ? hints.Add(IsHeldSomewhere, null) : hints;
        return ContractOf(gate) is { } contract ? hints.Add(Contract, contract) : hints;
    }

    /// <summary>What a fix has to know to have a pointer resynchronized.</summary>
    /// <param name="sdk">The compilation.</param>
    /// <param name="pointer">The pointer, whose gate tells its owner.</param>
    public static ImmutableDictionary<string, string?> ForRecovery(SdkContext sdk, PointerKey pointer)
    {
        if (pointer.Gate.Owner is not { } owner || pointer.Gate.LastMember?.ContainingType is not { } type || !(owner.Equals(AccessPath.This) || ContractOf(owner) is not null))
        {
            return None;
        }

        List<IMethodSymbol> recoveries = [];
        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            recoveries.AddRange(t.GetMembers().OfType<IMethodSymbol>().Where(m => m is { MethodKind: MethodKind.Ordinary, IsStatic: false } && sdk.Contracts.Of(m).Resynchronizes));
        }

        // The last step of a recovery, which takes the report, is not the recovery.
        recoveries.RemoveAll(static m => m.OverriddenMethod is not null || m.Parameters.Any(static p => !p.IsOptional && p.Type.Name != "CancellationToken"));
        if (recoveries.Count != 1)
        {
            return None;
        }

        // A wait that was cancelled is no reason to cancel what puts it right.
        IEnumerable<string> arguments = recoveries[0].Parameters.Where(static p => !p.IsOptional).Select(static _ => "CancellationToken.None");
        string receiver = owner.Equals(AccessPath.This) ? "" : ContractOf(owner) + ".";
        ImmutableDictionary<string, string?> hints = None.Add(Recovery, $"{receiver}{recoveries[0].Name}({string.Join(", ", arguments)})");
        return DeviceIoReader.IsAwaitable(recoveries[0].ReturnType) ? hints.Add(IsAwaited, null) : hints;
    }

    // A contract's path begins at the instance, a parameter or a type, and leads over members that are named.
    private static string? ContractOf(AccessPath gate)
    {
        bool isNameable = gate.Root.Kind is AccessRootKind.This or AccessRootKind.Static || gate.Root is { Kind: AccessRootKind.Variable, Symbol: IParameterSymbol };
        return isNameable && gate.Links.All(static l => l is { Member: not null, Version: null }) && !gate.Equals(AccessPath.This) ? GateNames.Of(gate) : null;
    }

    private static ITypeSymbol? TypeOf(ISymbol? gate) => gate switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IParameterSymbol parameter => parameter.Type,
        IMethodSymbol method => method.ReturnType,
        _ => null,
    };
}
