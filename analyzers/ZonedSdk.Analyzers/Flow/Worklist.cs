using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>
/// The blocks that are still to be visited, in reverse post order. A loop's head that something arrived at from inside the loop waits until
/// the rest of the loop was visited: visited at once, each of a thousand <c>continue</c>s would let all those before it meet again.
/// </summary>
/// <param name="loopEnds">By place in the order: the last place from which a branch leads back to it; -1 where none does.</param>
/// <param name="blocks">The blocks, by place in the order.</param>
internal sealed class Worklist(int[] loopEnds, BasicBlock[] blocks)
{
    private readonly SortedSet<int> _ahead = [];
    private readonly SortedSet<int> _behind = [];
    private int _position = -1;

    /// <summary>Adds a block; nothing changes where it waits already.</summary>
    /// <param name="place">Its place in the order.</param>
    public void Put(int place) => (place > _position ? _ahead : _behind).Add(place);

    /// <summary>Takes the block that is next; null when all are done.</summary>
    public BasicBlock? Take()
    {
        int ahead = _ahead.Count > 0 ? _ahead.Min : int.MaxValue;
        int behind = _behind.Count > 0 ? _behind.Max : -1;
        bool isBack = behind >= 0 && ahead > loopEnds[behind];
        if (!isBack && ahead == int.MaxValue)
        {
            return null;
        }

        _position = isBack ? behind : ahead;
        (isBack ? _behind : _ahead).Remove(_position);
        return blocks[_position];
    }
}
