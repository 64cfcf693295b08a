using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>All kinds of path that lead to a point. Paths that owe the same are one, so that flags are kept only where they tell debts apart.</summary>
internal sealed class ObligationState : IEquatable<ObligationState>
{
    /// <summary>A value that is not null, whatever it is.</summary>
    public static readonly object Something = new();

    public static readonly ObligationState Start = new([ObligationWorld.Start]);

    // Beyond this many kinds of path nothing is said.
    private const int MaxWorlds = 24;

    private ObligationState(ImmutableArray<ObligationWorld> worlds) => Worlds = worlds;

    public ImmutableArray<ObligationWorld> Worlds { get; }

    public ObligationState Map(Func<ObligationWorld, ObligationWorld?> change)
    {
        ImmutableArray<ObligationWorld> mapped = Worlds.Select(change).Where(static w => w is not null).Select(static w => w!).ToImmutableArray();
        return mapped.SequenceEqual(Worlds, ReferenceComparer.Instance) ? this : Merge(mapped);
    }

    public ObligationState Join(ObligationState other) => ReferenceEquals(this, other) ? this : Merge(Worlds.AddRange(other.Worlds));

    public bool Equals(ObligationState? other) =>
        other is not null && (ReferenceEquals(this, other) || (Worlds.Length == other.Worlds.Length && Worlds.All(other.Worlds.Contains)));

    public override bool Equals(object? obj) => Equals(obj as ObligationState);

    public override int GetHashCode() => Worlds.Length;

    private static ObligationState Merge(ImmutableArray<ObligationWorld> worlds)
    {
        List<ObligationWorld> merged = [];
        foreach (ObligationWorld world in worlds)
        {
            int same = merged.FindIndex(world.OwesAs);
            if (same < 0)
            {
                merged.Add(world);
            }
            else
            {
                ImmutableDictionary<ISymbol, object?> flags = merged[same].Flags;
                flags = flags.RemoveRange(flags.Where(f => !world.Flags.TryGetValue(f.Key, out object? value) || !Equals(value, f.Value)).Select(static f => f.Key).ToList());
                merged[same] = merged[same] with { Flags = flags };
            }
        }

        return merged.Count > MaxWorlds ? Start : new ObligationState(merged.ToImmutableArray());
    }

    private sealed class ReferenceComparer : IEqualityComparer<ObligationWorld>
    {
        public static readonly ReferenceComparer Instance = new();

        public bool Equals(ObligationWorld? x, ObligationWorld? y) => ReferenceEquals(x, y);

        public int GetHashCode(ObligationWorld obj) => obj.GetHashCode();
    }
}
