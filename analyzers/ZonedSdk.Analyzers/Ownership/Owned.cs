using Microsoft.CodeAnalysis;

namespace ZonedSdk.Analyzers.Ownership;

/// <summary>What is known of one owned value.</summary>
/// <param name="Is">What may have become of it.</param>
/// <param name="EndedAt">Where it was disposed, completed or given away.</param>
/// <param name="EscapedAt">Where it was returned, stored or captured.</param>
internal sealed record Owned(Holdings Is, IOperation? EndedAt = null, IOperation? EscapedAt = null)
{
    private const Holdings Due = Holdings.Live | Holdings.Pending;
    private const Holdings Ended = Holdings.Completed | Holdings.Disposed;

    /// <summary>On some path it is still to be ended, and no path is one that is not understood.</summary>
    public bool IsDue => (Is & Due) != 0 && (Is & ~(Due | Ended)) == 0;

    /// <summary>It is to be ended on every path that comes here.</summary>
    public bool IsDueForSure => (Is & Due) != 0 && (Is & ~Due) == 0;

    /// <summary>Ended on every path on which there was one.</summary>
    public bool IsOver => (Is & Ended) != 0 && (Is & ~(Ended | Holdings.Null)) == 0;

    /// <summary>Ended on every path or some.</summary>
    public bool MayBeOver => (Is & (Ended | Holdings.Given | Holdings.Unsure)) != 0;

    public static Owned? Join(Owned? left, Owned? right)
    {
        if (left is null || right is null)
        {
            Owned? one = left ?? right;
            return one is null ? null : one with { Is = one.Is | Holdings.Absent };
        }

        return left.Equals(right) ? left : new Owned(left.Is | right.Is, Earlier(left.EndedAt, right.EndedAt), Earlier(left.EscapedAt, right.EscapedAt));
    }

    private static IOperation? Earlier(IOperation? left, IOperation? right) =>
        left is null || (right is not null && right.Syntax.SpanStart < left.Syntax.SpanStart) ? right : left;
}
