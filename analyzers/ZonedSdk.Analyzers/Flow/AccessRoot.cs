using Microsoft.CodeAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>
/// Where an access path begins. Locals are no roots of their own: the state knows which value each of them has, so that two locals with one
/// value are one path, and a local that is assigned anew is another one.
/// </summary>
internal sealed class AccessRoot : IEquatable<AccessRoot>
{
    public static readonly AccessRoot This = new(AccessRootKind.This, null, null);
    public static readonly AccessRoot Static = new(AccessRootKind.Static, null, null);

    private readonly int _hash;

    private AccessRoot(AccessRootKind kind, ISymbol? symbol, object? origin)
    {
        Kind = kind;
        Symbol = symbol;
        Origin = origin;
        _hash = ((int)kind * 397) ^ (symbol is null ? 0 : SymbolEqualityComparer.Default.GetHashCode(symbol)) ^ ((origin?.GetHashCode() ?? 0) * 31);
    }

    public AccessRootKind Kind { get; }

    public ISymbol? Symbol { get; }

    /// <summary>The operation that made the value, the constant, or the number of the block where values met.</summary>
    public object? Origin { get; }

    /// <summary>The value of a variable before this body assigned it.</summary>
    public static AccessRoot Variable(ISymbol variable) => new(AccessRootKind.Variable, variable, null);

    public static AccessRoot Capture(object id) => new(AccessRootKind.Capture, null, id);

    public static AccessRoot Constant(object? value) => new(AccessRootKind.Constant, null, value);

    /// <summary>An object that this body created itself.</summary>
    public static AccessRoot Created(IOperation creation) => new(AccessRootKind.Created, null, creation);

    /// <summary>What a call or any other operation returned, of which nothing more is known.</summary>
    public static AccessRoot Result(IOperation operation) => new(AccessRootKind.Result, null, operation);

    /// <summary>Two different values met at a block: a value of its own, the same for all who read the variable there.</summary>
    public static AccessRoot Merged(AccessRoot variable, int block) => new(AccessRootKind.Merged, null, (variable, block));

    /// <summary>What the root meant before the loop came round.</summary>
    public static AccessRoot Previous(AccessRoot root) => root.Kind == AccessRootKind.Previous ? root : new(AccessRootKind.Previous, null, root);

    /// <summary>For a merged value: the variable that contains it.</summary>
    public AccessRoot? MergedVariable => Origin is ValueTuple<AccessRoot, int> merged ? merged.Item1 : null;

    /// <summary>In a loop the same operation or meeting makes another value, under the same name.</summary>
    public bool IsMadeAgain => Kind is AccessRootKind.Result or AccessRootKind.Created or AccessRootKind.Merged;

    public bool Equals(AccessRoot? other) =>
        other is not null && (ReferenceEquals(this, other)
            || (_hash == other._hash && Kind == other.Kind && SymbolEqualityComparer.Default.Equals(Symbol, other.Symbol) && Equals(Origin, other.Origin)));

    public override bool Equals(object? obj) => Equals(obj as AccessRoot);

    public override int GetHashCode() => _hash;
}
