using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>ZSDK4061: two locks are taken in both orders.</summary>
internal sealed class LockOrderRule : Rule
{
    public const string Id = "ZSDK4061";

    public static readonly DiagnosticDescriptor Diagnosed = new(
        Id,
        "Locks are taken in both orders",
        "'{0}' is taken after '{1}' here; {2} takes them the other way round: agree on one order",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Two paths that take two locks in opposite orders wait for each other, sooner or later.",
        helpLinkUri: HelpOf(Id),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    private readonly ConcurrentDictionary<(Gate Outer, Gate Inner), Place> _orders = new();

    public override DiagnosticDescriptor Descriptor => Diagnosed;

    public override void CheckBody(BodyAnalysis analysis, Reporter reporter)
    {
        foreach (FlowBody body in analysis.Bodies)
        {
            foreach (FlowPoint point in body.Points)
            {
                foreach (LockEffect effect in point.Effects.Where(static e => e.Kind == LockEffectKind.Acquire))
                {
                    if (Gate.Of(effect.Gate.Path, analysis.Member) is { } inner)
                    {
                        Add(analysis.Member, point, inner);
                    }
                }
            }
        }
    }

    public override void CheckSymbol(ISymbol symbol, SdkContext sdk, Reporter reporter)
    {
        foreach (GatePath path in sdk.Contracts.Of(symbol).AcquiredBefore.Where(static p => p.IsUsable))
        {
            var path0 = new AccessPath(symbol.IsStatic ? AccessRoot.Static : AccessRoot.This).Append(new PathLink(symbol.OriginalDefinition, null, null));
            AccessPath path1 = path.Root == GatePathRoot.Static ? AccessPath.Static : AccessPath.This;
            path1 = path.Links.Aggregate(path1, static (p, l) => (l.IsStatic ? AccessPath.Static : p).Append(new PathLink(l, null, null)));
            if (Gate.Of(path0, symbol) is { } outer && Gate.Of(path1, symbol) is { } inner)
            {
                // What is declared need not be taken anywhere: it is only what others are held against.
                Keep(outer, inner, new Place(symbol.Locations[0], "its AcquiredBefore annotation", IsDeclared: true));
            }
        }
    }

    public override void CheckCompilation(SdkContext sdk, Reporter reporter)
    {
        ILookup<Gate, (Gate Inner, Place Place)> taken = _orders.OrderBy(static e => e.Value).ThenBy(static e => e.Key.Inner.Name, StringComparer.Ordinal).ToLookup(static e => e.Key.Outer, static e => (e.Key.Inner, e.Value));
        foreach (((Gate outer, Gate inner), Place place) in _orders.Select(static e => (e.Key, e.Value)).OrderBy(static e => e.Value).ThenBy(static e => e.Key.Inner.Name, StringComparer.Ordinal))
        {
            // What is declared is only held against what else is declared: code that breaks it is reported itself.
            if (WayBack(taken, inner, outer, place.IsDeclared) is { } way)
            {
                string who = way.Length == 1 ? way[0].Who : $"the way over {string.Join(" and ", way.Select(static p => p.Who).Distinct())}";
                reporter.Report(Diagnosed, place.At, way.Select(static p => p.At).ToImmutableArray(), inner.Name, outer.Name, who);
            }
        }
    }

    // The shortest way on which the second lock comes before the first, be it over others.
    private static ImmutableArray<Place>? WayBack(ILookup<Gate, (Gate Inner, Place Place)> taken, Gate from, Gate to, bool isDeclared)
    {
        var ways = new Queue<(Gate Gate, ImmutableArray<Place> Way)>();
        ways.Enqueue((from, ImmutableArray<Place>.Empty));
        HashSet<Gate> seen = [from];
        while (ways.Count > 0)
        {
            (Gate gate, ImmutableArray<Place> way) = ways.Dequeue();
            foreach ((Gate inner, Place place) in taken[gate].Where(n => !isDeclared || n.Place.IsDeclared))
            {
                if (inner.Equals(to))
                {
                    return way.Add(place);
                }

                if (seen.Add(inner))
                {
                    ways.Enqueue((inner, way.Add(place)));
                }
            }
        }

        return null;
    }

    private void Add(ISymbol member, FlowPoint point, Gate inner)
    {
        foreach (KeyValuePair<GateKey, HeldGate> held in point.State.Held)
        {
            if (held.Value.Must > 0 && Gate.Of(held.Key.Path, member) is { } outer && !outer.Equals(inner))
            {
                Keep(outer, inner, new Place(point.Operation.Syntax.GetLocation(), $"'{member.ContainingType?.Name}.{NameOf(member)}'", IsDeclared: false));
            }
        }
    }

    // The first place in the order of files and lines, whichever thread came first. What is declared wins over what is done.
    private void Keep(Gate outer, Gate inner, Place place) =>
        _orders.AddOrUpdate((outer, inner), place, (_, known) => known.CompareTo(place) <= 0 ? known : place);

    private static string NameOf(ISymbol member) => member is IMethodSymbol { AssociatedSymbol: { } property } ? property.Name : member.Name;

    private sealed record Place(Location At, string Who, bool IsDeclared) : IComparable<Place>
    {
        public int CompareTo(Place? other)
        {
            if (other is null || IsDeclared != other.IsDeclared)
            {
                return other is null || IsDeclared ? -1 : 1;
            }

            int files = string.CompareOrdinal(At.SourceTree?.FilePath, other.At.SourceTree?.FilePath);
            return files != 0 ? files : At.SourceSpan.Start.CompareTo(other.At.SourceSpan.Start);
        }
    }

    /// <summary>A gate that is told from all others: static, or of one's own instance, by members that do not change.</summary>
    private sealed class Gate : IEquatable<Gate>
    {
        private readonly List<ISymbol> _members;

        private Gate(List<ISymbol> members, string name)
        {
            _members = members;
            Name = name;
        }

        public string Name { get; }

        /// <summary>Null for a gate of which it is not known whose it is: two such may be one, or any two.</summary>
        public static Gate? Of(AccessPath path, ISymbol member)
        {
            if (path.Root.Kind is not (AccessRootKind.This or AccessRootKind.Static) || path.Links.Any(static l => !IsFixed(l.Member)))
            {
                return null;
            }

            List<ISymbol> members = path.Links.Select(static l => l.Member!.OriginalDefinition).ToList();
            if (members.Count == 0 && member.ContainingType is { } type)
            {
                members.Add(type.OriginalDefinition);
            }

            return new Gate(members, path.Root.Kind == AccessRootKind.This && path.IsRoot ? "this" : GateNames.Of(path));
        }

        private static bool IsFixed(ISymbol? member) => member switch
        {
            IFieldSymbol field => field.IsReadOnly,
            IPropertySymbol property => property.SetMethod is null or { IsInitOnly: true },
            _ => member is IParameterSymbol,
        };

        public bool Equals(Gate? other) => other is not null && _members.SequenceEqual(other._members, SymbolEqualityComparer.Default);

        public override bool Equals(object? obj) => Equals(obj as Gate);

        public override int GetHashCode() => _members.Aggregate(17, static (hash, m) => (hash * 31) + SymbolEqualityComparer.Default.GetHashCode(m));
    }
}
