namespace ZonedSdk.Interop.Uring;

/// <content>Memory that the kernel holds for the ring, and transfers of it.</content>
internal sealed unsafe partial class RingLoop
{
    // Referred to as long as the ring is there: what came to lie at its addresses would be taken for it.
    private PinnedArray? _memory;
    private ulong _memoryStart;
    private ulong _memoryBytes;
    private volatile int _memoryErrno;
    private volatile bool _hasMemory;

    /// <summary>Any thread: why the kernel does not hold memory that was to be registered; 0 = it does, or nothing was to be.</summary>
    public int MemoryErrno => _memoryErrno;

    /// <summary>Any thread: the kernel holds memory.</summary>
    public bool HasRegisteredMemory => _hasMemory;

    // The kernel takes such a call from this thread alone.
    private void RegisterMemory(PinnedArray memory)
    {
        if (_hasMemory)
        {
            return;
        }

        _memoryErrno = _queues.RegisterMemory(memory.Address, memory.LengthBytes);
        if (_memoryErrno == 0)
        {
            _memory = memory;
            _memoryStart = memory.Address;
            _memoryBytes = (ulong)memory.LengthBytes;
            _hasMemory = true;
        }
    }

    private void NameMemory(SubmissionEntry* entry)
    {
        // Below its start the difference is larger than any length.
        ulong offset = entry->Address - _memoryStart;
        if (offset < _memoryBytes && entry->LengthBytes <= _memoryBytes - offset)
        {
            entry->Opcode = entry->Opcode switch
            {
                RingOpcode.Read => RingOpcode.ReadRegistered,
                RingOpcode.Write => RingOpcode.WriteRegistered,
                RingOpcode other => other,
            };
        }
    }

    private void UnregisterMemory()
    {
        if (_hasMemory)
        {
            _queues.UnregisterMemory();
        }
    }

    /// <summary>Comes to the ring's thread like any operation, and has nothing to submit when it has been there.</summary>
    internal sealed class Registration(RingLoop loop, PinnedArray memory) : RingOperation
    {
        protected internal override bool IsBrief => true;

        protected internal override bool Prepare(ref SubmissionEntry entry, Span<byte> command)
        {
            loop.RegisterMemory(memory);
            return false;
        }

        protected internal override void Complete(in RingCompletion completion)
        {
            // Whoever asked for it goes on with or without.
        }
    }
}
