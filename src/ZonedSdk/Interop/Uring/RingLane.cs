using System.Diagnostics.CodeAnalysis;
using ZonedSdk.Annotations;

namespace ZonedSdk.Interop.Uring;

/// <summary>One of a drive's rings, and the transfers that are kept for it.</summary>
/// <typeparam name="TTransfer">What goes by it, again and again.</typeparam>
/// <param name="ring">The ring.</param>
internal sealed class RingLane<TTransfer>(IRing ring)
    where TTransfer : RingOperation
{
    private readonly Lock _gate = new();

    // As many are kept as were ever under way at once.
    [GuardedBy(nameof(_gate))]
    private readonly Stack<TTransfer> _idle = new();

    public IRing Ring => ring;

    /// <summary>Takes a transfer that is at rest.</summary>
    public bool TryTake([MaybeNullWhen(false)] out TTransfer transfer)
    {
        lock (_gate)
        {
            return _idle.TryPop(out transfer);
        }
    }

    /// <summary>Takes back a transfer that has ended.</summary>
    public void Return(TTransfer transfer)
    {
        lock (_gate)
        {
            _idle.Push(transfer);
        }
    }
}
