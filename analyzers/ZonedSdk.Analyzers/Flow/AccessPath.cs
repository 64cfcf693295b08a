using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>Names an object or a storage location: a root and the members that lead from it. Equal paths are the same object at the same time.</summary>
internal sealed class AccessPath : IEquatable<AccessPath>
{
    /// <summary>Longer chains (a list walked in a loop) become values of their own, so that every analysis ends.</summary>
    public const int MaxLinks = 8;

    private readonly int _hash;

    public AccessPath(AccessRoot root)
        : this(root, ImmutableArray<PathLink>.Empty)
    {
    }

    private AccessPath(AccessRoot root, ImmutableArray<PathLink> links)
    {
        Root = root;
        Links = links;
        int hash = root.GetHashCode();
        foreach (PathLink link in links)
        {
            hash = (hash * 31) ^ link.GetHashCode();
        }

        _hash = hash;
    }

    public static AccessPath This { get; } = new(AccessRoot.This);

    public static AccessPath Static { get; } = new(AccessRoot.Static);

    public AccessRoot Root { get; }

    public ImmutableArray<PathLink> Links { get; }

    public bool IsRoot => Links.IsEmpty;

    public ISymbol? LastMember => Links.IsEmpty ? Root.Symbol : Links[Links.Length - 1].Member;

    /// <summary>The object that the last link belongs to; null for a root.</summary>
    public AccessPath? Owner => Links.IsEmpty ? null : new AccessPath(Root, Links.RemoveAt(Links.Length - 1));

    public AccessPath Append(PathLink link) => new(Root, Links.Add(link));

    public AccessPath WithRoot(AccessRoot root) => new(root, Links);

    /// <summary>The same chain of members, though one of them could have changed in between: neither the same nor another object for certain.</summary>
    public bool CouldBe(AccessPath other)
    {
        if (!Root.Equals(other.Root) || Links.Length != other.Links.Length)
        {
            return false;
        }

        for (int i = 0; i < Links.Length; i++)
        {
            if (!Links[i].IsSameStep(other.Links[i]))
            {
                return false;
            }
        }

        return true;
    }

    public bool Equals(AccessPath? other)
    {
        if (other is null || _hash != other._hash || Links.Length != other.Links.Length || !Root.Equals(other.Root))
        {
            return false;
        }

        for (int i = 0; i < Links.Length; i++)
        {
            if (!Links[i].Equals(other.Links[i]))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as AccessPath);

    public override int GetHashCode() => _hash;

    /// <summary>As a reader would write it; roots without a name of their own are shown by the expression that made them.</summary>
    public override string ToString()
    {
        string text = Root.Kind switch
        {
            AccessRootKind.This => "this",
            AccessRootKind.Static => "",
            AccessRootKind.Variable => Root.Symbol!.Name,
            AccessRootKind.Created or AccessRootKind.Result => Shorten(((IOperation)Root.Origin!).Syntax.ToString()),
            AccessRootKind.Merged when Root.MergedVariable is { Symbol: { } variable } => variable.Name,
            _ => "?",
        };
        foreach (PathLink link in Links)
        {
            text += link switch
            {
                { Member: null } => $"[{link.Index}]",
                { Member.IsStatic: true } => $"{link.Member.ContainingType?.Name}.{link.Member.Name}",
                _ => $".{link.Member.Name}",
            };
        }

        return text;
    }

    private static string Shorten(string expression) => expression.Length <= 40 && expression.IndexOf('\n') < 0 ? expression : "?";
}
