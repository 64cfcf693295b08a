using Microsoft.CodeAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>Judges whether a gate is held.</summary>
/// <param name="Verdict">How it stands.</param>
/// <param name="Near">The gate that comes nearest: another instance's, the unresolved one, the one held on some paths.</param>
/// <param name="Site">Where that one was acquired.</param>
internal sealed record GateCheck(GateVerdict Verdict, AccessPath? Near = null, AcquireSite? Site = null)
{
    private static readonly GateCheck s_held = new(GateVerdict.Held);
    private static readonly GateCheck s_unknown = new(GateVerdict.Unknown);

    /// <summary>Compares a gate with what is held.</summary>
    /// <param name="state">What holds.</param>
    /// <param name="gate">The gate that is needed.</param>
    /// <param name="mode">At least how.</param>
    public static GateCheck Of(LockState state, AccessPath gate, LockMode mode)
    {
        if (state.Find(gate, mode) is { } held)
        {
            return held.Must > 0 ? s_held : new GateCheck(GateVerdict.SomePaths, gate, held.Sites[0]);
        }

        if (mode > LockMode.Read && state.Find(gate, LockMode.Read) is { Must: > 0 } weaker)
        {
            return new GateCheck(GateVerdict.ReadOnly, gate, weaker.Sites[0]);
        }

        GateCheck? unresolved = null;
        GateCheck? other = null;
        foreach (KeyValuePair<GateKey, HeldGate> entry in state.Held.OrderBy(static e => e.Value.Sites[0].Operation?.Syntax.SpanStart ?? -1))
        {
            AccessPath path = entry.Key.Path;
            if (path.CouldBe(gate) && !path.Equals(gate))
            {
                return s_unknown;
            }

            bool isSameMember = !path.IsRoot && path.LastMember is { } last && SymbolEqualityComparer.Default.Equals(last, gate.LastMember);
            if (isSameMember ? IsUnresolved(path) || IsUnresolved(gate) : path is { IsRoot: true, Root.Kind: not AccessRootKind.This })
            {
                unresolved ??= new GateCheck(GateVerdict.Unresolved, path, entry.Value.Sites[0]);
            }
            else if (isSameMember && !Equals(path, gate))
            {
                other ??= new GateCheck(GateVerdict.OtherInstance, path, entry.Value.Sites[0]);
            }
        }

        return other ?? unresolved ?? new GateCheck(GateVerdict.NotHeld);
    }

    /// <summary>What a call gave, or where values met, is some object; which one, cannot be told.</summary>
    public static bool IsUnresolved(AccessPath path) => path.Root.Kind switch
    {
        AccessRootKind.Result or AccessRootKind.Merged or AccessRootKind.Capture => true,
        _ => path.Links.Any(static l => l.Index is { } index && IsUnresolved(index)),
    };
}
