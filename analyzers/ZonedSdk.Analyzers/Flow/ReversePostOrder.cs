using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>The order in which a forward analysis meets most blocks only after all their predecessors.</summary>
internal static class ReversePostOrder
{
    /// <summary>The place of each block, by its ordinal. Handlers and finally blocks count as successors of the try that they belong to.</summary>
    public static int[] Of(ControlFlowGraph graph)
    {
        int[] order = new int[graph.Blocks.Length];
        bool[] isSeen = new bool[graph.Blocks.Length];
        int next = graph.Blocks.Length;
        var stack = new Stack<(BasicBlock Block, IEnumerator<BasicBlock> Next)>();
        for (int start = 0; start < graph.Blocks.Length; start++)
        {
            Push(graph.Blocks[start]);
            while (stack.Count > 0)
            {
                (BasicBlock block, IEnumerator<BasicBlock> rest) = stack.Peek();
                if (rest.MoveNext())
                {
                    Push(rest.Current);
                }
                else
                {
                    stack.Pop();
                    order[block.Ordinal] = --next;
                }
            }
        }

        return order;

        void Push(BasicBlock block)
        {
            if (!isSeen[block.Ordinal])
            {
                isSeen[block.Ordinal] = true;
                stack.Push((block, Successors(graph, block).GetEnumerator()));
            }
        }
    }

    /// <summary>By place in the order: the last place from which a branch leads back to it; -1 where none does.</summary>
    public static int[] LoopEnds(ControlFlowGraph graph, int[] order)
    {
        int[] ends = new int[order.Length];
        for (int i = 0; i < ends.Length; i++)
        {
            ends[i] = -1;
        }

        foreach (BasicBlock block in graph.Blocks)
        {
            int from = order[block.Ordinal];
            foreach (BasicBlock successor in Successors(graph, block))
            {
                int to = order[successor.Ordinal];
                ends[to] = to <= from ? Math.Max(ends[to], from) : ends[to];
            }
        }

        return ends;
    }

    /// <summary>The blocks that lie between the two ends of a backward branch: what they compute, they may compute again.</summary>
    public static bool[] Loops(ControlFlowGraph graph)
    {
        // A backward branch opens at its target and closes at its source; one sweep adds them up.
        int[] opened = new int[graph.Blocks.Length + 1];
        foreach (BasicBlock block in graph.Blocks)
        {
            foreach (BasicBlock successor in Successors(graph, block))
            {
                if (successor.Ordinal <= block.Ordinal)
                {
                    opened[successor.Ordinal]++;
                    opened[block.Ordinal + 1]--;
                }
            }
        }

        bool[] isLoop = new bool[graph.Blocks.Length];
        int depth = 0;
        for (int i = 0; i < isLoop.Length; i++)
        {
            depth += opened[i];
            isLoop[i] = depth > 0;
        }

        return isLoop;
    }

    private static IEnumerable<BasicBlock> Successors(ControlFlowGraph graph, BasicBlock block)
    {
        // Handlers come first, so that they get the last places: they meet what the whole of their try throws. The graph of a lambda has a root
        // of its own, whose surroundings belong to another graph.
        for (ControlFlowRegion region = block.EnclosingRegion; region != graph.Root && region.EnclosingRegion is { } outer; region = outer)
        {
            if (region.Kind == ControlFlowRegionKind.Try && region.FirstBlockOrdinal == block.Ordinal)
            {
                foreach (ControlFlowRegion handler in outer.NestedRegions.Skip(1))
                {
                    yield return graph.Blocks[handler.FirstBlockOrdinal];
                }
            }
        }

        // The fall-through comes last, so that it gets the earlier place: a loop's body before what follows the loop.
        foreach (ControlFlowBranch? branch in new[] { block.ConditionalSuccessor, block.FallThroughSuccessor })
        {
            if (branch?.Destination is { } destination)
            {
                yield return destination;
            }

            if (branch is not null)
            {
                foreach (ControlFlowRegion region in branch.FinallyRegions)
                {
                    yield return graph.Blocks[region.FirstBlockOrdinal];
                }
            }
        }
    }
}
