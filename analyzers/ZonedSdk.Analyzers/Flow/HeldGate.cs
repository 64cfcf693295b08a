using System.Collections.Immutable;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>How deep a gate is held: on every path that leads here, and on the path that holds it most.</summary>
/// <param name="Must">Acquired at least so often on every path; zero means that some path does not hold it.</param>
/// <param name="May">Acquired so often on some path.</param>
/// <param name="Sites">Where, outermost first.</param>
internal sealed record HeldGate(int Must, int May, ImmutableArray<AcquireSite> Sites)
{
    // Deeper nesting of one gate says nothing new.
    private const int MaxDepth = 3;

    // Enough for any message; a join of more keeps the first ones.
    private const int MaxSites = 8;

    public HeldGate Acquire(AcquireSite site) =>
        new(Math.Min(Must + 1, MaxDepth), Math.Min(May + 1, MaxDepth), Add(Sites, site));

    /// <summary>Null when nothing of it is left.</summary>
    public HeldGate? Release()
    {
        if (May <= 1)
        {
            return null;
        }

        ImmutableArray<AcquireSite> sites = Sites.Length > 1 ? Sites.RemoveAt(Sites.Length - 1) : Sites;
        return new HeldGate(Math.Max(Must - 1, 0), May - 1, sites);
    }

    public static HeldGate? Join(HeldGate? left, HeldGate? right)
    {
        if (left is null || right is null)
        {
            HeldGate? one = left ?? right;
            return one is null || one.Must == 0 ? one : one with { Must = 0 };
        }

        ImmutableArray<AcquireSite> sites = left.Sites;
        foreach (AcquireSite site in right.Sites)
        {
            sites = Add(sites, site);
        }

        int must = Math.Min(left.Must, right.Must);
        int may = Math.Max(left.May, right.May);
        return must == left.Must && may == left.May && sites == left.Sites ? left : new HeldGate(must, may, sites);
    }

    public bool Equals(HeldGate? other) =>
        other is not null && (ReferenceEquals(this, other)
            || (Must == other.Must && May == other.May && Sites.Length == other.Sites.Length && Sites.All(other.Sites.Contains)));

    public override int GetHashCode() => (Must * 31) + May;

    private static ImmutableArray<AcquireSite> Add(ImmutableArray<AcquireSite> sites, AcquireSite site) =>
        sites.Contains(site) || sites.Length >= MaxSites ? sites : sites.Add(site);
}
