using System.Runtime.Versioning;
using ZonedSdk.Annotations;

namespace ZonedSdk.Interop;

/// <summary>Open files of many, by their index: whoever uses one has it to himself, and as many as fit stay open in between, the most recently used.</summary>
/// <param name="count">How many files there are.</param>
/// <param name="capacity">So many stay open at most while nobody uses them.</param>
/// <param name="open">Opens one; its result is an error number when there is no descriptor.</param>
[SupportedOSPlatform("linux")]
internal sealed class DescriptorCache(int count, int capacity, DescriptorCache.OpenCall open) : IDisposable
{
    private readonly Lock _gate = new();

    // A file that is kept stands in the list, the least recently used first. Its node is made once.
    [GuardedBy(nameof(_gate))]
    private readonly FileDescriptor?[] _kept = new FileDescriptor?[count];

    [GuardedBy(nameof(_gate))]
    private readonly LinkedListNode<int>?[] _nodes = new LinkedListNode<int>?[count];

    [GuardedBy(nameof(_gate))]
    private readonly LinkedList<int> _order = new();

    [GuardedBy(nameof(_gate))]
    private bool _isDisposed;

    /// <summary>Opens the file of an index.</summary>
    public delegate int OpenCall(int index, out FileDescriptor? descriptor);

    /// <summary>Takes a file, open.</summary>
    /// <returns>0, or an error number when there is no descriptor.</returns>
    public int Rent(int index, out FileDescriptor? descriptor)
    {
        lock (_gate)
        {
            if (TakeLocked(index) is { } kept)
            {
                descriptor = kept;
                return 0;
            }
        }

        return open(index, out descriptor);
    }

    /// <summary>Gives a file back.</summary>
    public void Return(int index, FileDescriptor descriptor)
    {
        FileDescriptor? surplus = descriptor;
        lock (_gate)
        {
            if (!_isDisposed && _kept[index] is null)
            {
                _kept[index] = descriptor;
                _order.AddLast(_nodes[index] ??= new LinkedListNode<int>(index));
                surplus = _order.Count > capacity ? TakeLocked(_order.First!.Value) : null;
            }
        }

        surplus?.Dispose();
    }

    /// <summary>Closes a file that nobody uses, if it is open.</summary>
    public void Drop(int index)
    {
        FileDescriptor? kept;
        lock (_gate)
        {
            kept = TakeLocked(index);
        }

        kept?.Dispose();
    }

    /// <summary>Closes all that nobody uses; the others when they come back.</summary>
    public void Dispose()
    {
        List<FileDescriptor> kept = [];
        lock (_gate)
        {
            _isDisposed = true;
            while (_order.First is { } first && TakeLocked(first.Value) is { } descriptor)
            {
                kept.Add(descriptor);
            }
        }

        kept.ForEach(static descriptor => descriptor.Dispose());
    }

    [RequiresLock(nameof(_gate))]
    private FileDescriptor? TakeLocked(int index)
    {
        FileDescriptor? kept = _kept[index];
        if (kept is not null)
        {
            _kept[index] = null;
            _order.Remove(_nodes[index]!);
        }

        return kept;
    }
}
