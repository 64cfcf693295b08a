namespace ZonedSdk.Analyzers.Flow;

/// <summary>
/// An immutable map whose versions share what they have in common: a Patricia trie over the keys' hash codes. What two versions differ in, and
/// whether they differ at all, is found by looking at the difference alone. A fixpoint asks this at every place where paths meet.
/// </summary>
/// <typeparam name="TKey">Compared by Equals.</typeparam>
/// <typeparam name="TValue">Compared by Equals.</typeparam>
internal sealed class PersistentMap<TKey, TValue> : IEquatable<PersistentMap<TKey, TValue>>
    where TKey : notnull
    where TValue : class
{
    public static readonly PersistentMap<TKey, TValue> Empty = new(null);

    private readonly Node? _root;

    private PersistentMap(Node? root) => _root = root;

    public int Count => _root?.Count ?? 0;

    /// <summary>All entries, in no order that means anything.</summary>
    public IEnumerable<KeyValuePair<TKey, TValue>> Entries
    {
        get
        {
            List<Difference<TKey, TValue>> all = [];
            AddAll(_root, isLeft: true, all);
            return all.Select(static e => new KeyValuePair<TKey, TValue>(e.Key, e.Left!));
        }
    }

    public TValue? Find(TKey key)
    {
        uint hash = HashOf(key);
        Node? node = _root;
        while (node is { Left: { } left, Right: { } right })
        {
            node = (hash & node.Bit) == 0 ? left : right;
        }

        for (; node is not null && node.Prefix == hash; node = node.Next)
        {
            if (node.Key!.Equals(key))
            {
                return node.Value;
            }
        }

        return null;
    }

    /// <summary>This map itself where it has that entry already.</summary>
    public PersistentMap<TKey, TValue> Set(TKey key, TValue value) => With(Put(_root, Node.Leaf(HashOf(key), key, value, null)));

    public PersistentMap<TKey, TValue> Remove(TKey key) => With(Drop(_root, HashOf(key), key));

    /// <summary>What is in one map and not, or otherwise, in the other.</summary>
    public IReadOnlyList<Difference<TKey, TValue>> Compare(PersistentMap<TKey, TValue> right)
    {
        List<Difference<TKey, TValue>> differences = [];
        Compare(_root, right._root, differences);
        return differences;
    }

    public bool Equals(PersistentMap<TKey, TValue>? other) => other is not null && IsSame(_root, other._root);

    public override bool Equals(object? obj) => Equals(obj as PersistentMap<TKey, TValue>);

    public override int GetHashCode() => (int)(_root?.ContentHash ?? 0);

    // The low bits decide first, so they must be good ones.
    private static uint HashOf(TKey key)
    {
        uint hash = (uint)key.GetHashCode() * 0x9E3779B1;
        return hash ^ (hash >> 15);
    }

    private PersistentMap<TKey, TValue> With(Node? root) => ReferenceEquals(root, _root) ? this : root is null ? Empty : new(root);

    private static Node Put(Node? node, Node leaf)
    {
        if (node is null)
        {
            return leaf;
        }

        FlowWork.CountEntry();
        if (!node.Encloses(leaf))
        {
            return node.IsLeaf && node.Prefix == leaf.Prefix ? PutInChain(node, leaf) : Fork(node, leaf);
        }

        return (leaf.Prefix & node.Bit) == 0
            ? node.WithChildren(Put(node.Left, leaf), node.Right!)
            : node.WithChildren(node.Left!, Put(node.Right, leaf));
    }

    // Keys of one hash code stand in a chain.
    private static Node PutInChain(Node chain, Node leaf)
    {
        for (Node? n = chain; n is not null; n = n.Next)
        {
            if (n.Key!.Equals(leaf.Key!))
            {
                return n.Value!.Equals(leaf.Value) ? chain : Node.Leaf(leaf.Prefix, leaf.Key!, leaf.Value!, DropFromChain(chain, leaf.Key!));
            }
        }

        return Node.Leaf(leaf.Prefix, leaf.Key!, leaf.Value!, chain);
    }

    private static Node? DropFromChain(Node? chain, TKey key)
    {
        if (chain is null || chain.Key!.Equals(key))
        {
            return chain?.Next;
        }

        Node? rest = DropFromChain(chain.Next, key);
        return ReferenceEquals(rest, chain.Next) ? chain : Node.Leaf(chain.Prefix, chain.Key!, chain.Value!, rest);
    }

    private static Node Fork(Node one, Node other)
    {
        uint difference = one.Prefix ^ other.Prefix;
        uint bit = difference & (~difference + 1);
        return (one.Prefix & bit) == 0 ? Node.Branch(bit, one, other) : Node.Branch(bit, other, one);
    }

    private static Node? Drop(Node? node, uint hash, TKey key)
    {
        if (node is null || (hash & node.Mask) != node.Prefix)
        {
            return node;
        }

        FlowWork.CountEntry();
        if (node.IsLeaf)
        {
            return DropFromChain(node, key);
        }

        bool isLeft = (hash & node.Bit) == 0;
        Node? rest = Drop(isLeft ? node.Left : node.Right, hash, key);
        return rest is null ? (isLeft ? node.Right : node.Left)
            : isLeft ? node.WithChildren(rest, node.Right!)
            : node.WithChildren(node.Left!, rest);
    }

    private static void Compare(Node? left, Node? right, List<Difference<TKey, TValue>> into)
    {
        if (ReferenceEquals(left, right))
        {
            return;
        }

        FlowWork.CountEntry();
        if (left is null || right is null)
        {
            AddAll(left, isLeft: true, into);
            AddAll(right, isLeft: false, into);
        }
        else if (!left.IsTwinOf(right))
        {
            int before = into.Count;
            CompareForms(left, right, into);
            if (into.Count == before)
            {
                left.MakeTwinOf(right);
            }
        }
    }

    private static void CompareForms(Node left, Node right, List<Difference<TKey, TValue>> into)
    {
        if (left.Mask == right.Mask && left.Prefix == right.Prefix)
        {
            if (left.IsLeaf)
            {
                CompareChains(left, right, into);
                return;
            }

            Compare(left.Left, right.Left, into);
            Compare(left.Right, right.Right, into);
        }
        else if (left.Encloses(right))
        {
            bool isLow = (right.Prefix & left.Bit) == 0;
            Compare(left.Left, isLow ? right : null, into);
            Compare(left.Right, isLow ? null : right, into);
        }
        else if (right.Encloses(left))
        {
            bool isLow = (left.Prefix & right.Bit) == 0;
            Compare(isLow ? left : null, right.Left, into);
            Compare(isLow ? null : left, right.Right, into);
        }
        else
        {
            AddAll(left, isLeft: true, into);
            AddAll(right, isLeft: false, into);
        }
    }

    private static void CompareChains(Node left, Node right, List<Difference<TKey, TValue>> into)
    {
        for (Node? n = left; n is not null; n = n.Next)
        {
            TValue? other = InChain(right, n.Key!);
            if (!n.Value!.Equals(other))
            {
                into.Add(new(n.Key!, n.Value, other));
            }
        }

        for (Node? n = right; n is not null; n = n.Next)
        {
            if (InChain(left, n.Key!) is null)
            {
                into.Add(new(n.Key!, null, n.Value));
            }
        }
    }

    private static TValue? InChain(Node? chain, TKey key)
    {
        for (; chain is not null; chain = chain.Next)
        {
            if (chain.Key!.Equals(key))
            {
                return chain.Value;
            }
        }

        return null;
    }

    private static void AddAll(Node? node, bool isLeft, List<Difference<TKey, TValue>> into)
    {
        for (; node is { IsLeaf: true }; node = node.Next)
        {
            FlowWork.CountEntry();
            into.Add(new(node.Key!, isLeft ? node.Value : null, isLeft ? null : node.Value));
        }

        if (node is not null)
        {
            AddAll(node.Left, isLeft, into);
            AddAll(node.Right, isLeft, into);
        }
    }

    // The form of a trie follows from its keys, so equal maps have equal forms; only a chain has an order of its own.
    private static bool IsSame(Node? left, Node? right)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        FlowWork.CountEntry();
        if (left is not null && right is not null && left.IsTwinOf(right))
        {
            return true;
        }

        if (left is null || right is null || left.ContentHash != right.ContentHash || left.Count != right.Count || left.Prefix != right.Prefix || left.Mask != right.Mask)
        {
            return false;
        }

        if (left.IsLeaf ? !IsSameChain(left, right) : !IsSame(left.Left, right.Left) || !IsSame(left.Right, right.Right))
        {
            return false;
        }

        left.MakeTwinOf(right);
        return true;
    }

    private static bool IsSameChain(Node left, Node right)
    {
        for (Node? n = left; n is not null; n = n.Next)
        {
            if (!n.Value!.Equals(InChain(right, n.Key!)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A leaf with one entry and the next of the same hash code, or a branch on one bit.</summary>
    private sealed class Node
    {
        // Another node that was found equal once. A loop makes the same map again, and without this it would be compared as a whole again and again.
        private Node? _twin;

        private Node(uint prefix, uint mask, int count, uint contentHash)
        {
            Prefix = prefix;
            Mask = mask;
            Count = count;
            ContentHash = contentHash;
        }

        /// <summary>What all hash codes below have in common.</summary>
        public uint Prefix { get; }

        /// <summary>The bits that <see cref="Prefix"/> speaks of: those below the branch's bit, or all of a leaf's.</summary>
        public uint Mask { get; }

        public int Count { get; }

        public uint ContentHash { get; }

        public Node? Left { get; private init; }

        public Node? Right { get; private init; }

        public TKey? Key { get; private init; }

        public TValue? Value { get; private init; }

        public Node? Next { get; private init; }

        public bool IsLeaf => Left is null;

        public uint Bit => Mask + 1;

        public static Node Leaf(uint hash, TKey key, TValue value, Node? next)
        {
            uint content = (hash ^ ((uint)value.GetHashCode() * 0x85EBCA6B)) * 0xC2B2AE35;
            return new(hash, uint.MaxValue, 1 + (next?.Count ?? 0), content ^ (next?.ContentHash ?? 0)) { Key = key, Value = value, Next = next };
        }

        public static Node Branch(uint bit, Node left, Node right) =>
            new(left.Prefix & (bit - 1), bit - 1, left.Count + right.Count, left.ContentHash ^ right.ContentHash) { Left = left, Right = right };

        /// <summary>The other node belongs below this one.</summary>
        public bool Encloses(Node other) => Mask < other.Mask && (other.Prefix & Mask) == Prefix;

        public bool IsTwinOf(Node other) => ReferenceEquals(_twin, other) || ReferenceEquals(other._twin, this);

        public void MakeTwinOf(Node other) => _twin = other;

        public Node WithChildren(Node left, Node right) =>
            ReferenceEquals(left, Left) && ReferenceEquals(right, Right) ? this : Branch(Bit, left, right);
    }
}
